internal import Support

/// What a window is sure to give and to take, in words of one frame.
extension WindowPlaces {
  /// The words that can be read, in order, once the first `written` of a frame are there.
  func readable(of written: Int) -> Int {
    let y = rowEnds.firstIndex(above: written)
    guard y < rowEnds.count, let last = lastRows[y] else { return rowEnds.count * perRow }
    let x = reach.firstIndex(above: written - last * row)
    let lastTap = last * row + columnEnds[x] - pixel
    let part = max(0, written - lastTap) / slices
    return y * perRow + x * perPixel + part * group + missing(y, x, part, written)
  }

  /// The first word of one group's window that is not there.
  private func missing(_ y: Int, _ x: Int, _ part: Int, _ written: Int) -> Int {
    let lastTap = columnEnds[x] - pixel
    for tapY in 0..<rows.kernel {
      let r = rows.place(of: y, tap: tapY)
      guard r >= 0, r < height, r * row + lastTap + (part + 1) * slices > written else { continue }
      for tapX in 0..<columns.kernel {
        let c = columns.place(of: x, tap: tapX)
        let start = r * row + c * pixel + part * slices
        guard c >= 0, c < width, start + slices > written else { continue }
        return (tapY * columns.kernel + tapX) * slices + max(0, written - start)
      }
    }
    return 0
  }

  /// The words of a frame whose place is sure to be free once `left` words have left.
  ///
  /// The next word then waits at the output, so it has been read. The one after it has been read too where it needs
  /// nothing newer: that is why the last word of a row counts as read with the one before it.
  func free(after left: Int) -> Int {
    let (y, word) = (left + 1).quotientAndRemainder(dividingBy: perRow)
    let row = word == perRow - 1 && y < rowEnds.count && !endsWithNewWord[y] ? y + 1 : y
    return row < rowEnds.count ? firstWord(of: row) : frame
  }
}

extension [Int] {
  /// The index of the first element greater than `bound` of a rising array; `count` where there is none.
  fileprivate func firstIndex(above bound: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] > bound { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
