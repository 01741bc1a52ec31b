/// A function of integers as its steps: `codes[k]` from `thresholds[k - 1]` up to below `thresholds[k]`.
struct Steps {
  var thresholds: [Int] = []
  /// One more than thresholds.
  var codes: [UInt32]

  /// Ranges up to which every integer is looked at.
  private static let scanned = 1 << 16

  /// Finds the steps over a range; nil where there are more than `most`.
  ///
  /// In longer ranges the function has to rise or fall between one of `turns` and the next, so that equal ends mean
  /// that nothing happens between.
  init?(over range: ClosedRange<Int>, turns: [Int], most: Int, _ code: (Int) -> UInt32) {
    codes = [code(range.lowerBound)]
    if range.upperBound - range.lowerBound < Self.scanned {
      for x in range where !append(code(x), from: x, most: most) { return nil }
      return
    }
    var first = range.lowerBound
    let inner = Set(turns).filter { $0 > range.lowerBound && $0 <= range.upperBound }.sorted()
    for next in inner + [range.upperBound + 1] {
      guard append(code(first), from: first, most: most), climb(first...next - 1, most: most, code) else { return nil }
      first = next
    }
  }

  /// Adds the steps of a range in which the function rises or falls; false where they are too many.
  private mutating func climb(_ range: ClosedRange<Int>, most: Int, _ code: (Int) -> UInt32) -> Bool {
    let last = code(range.upperBound)
    var reached = range.lowerBound
    while var now = codes.last, now != last {
      // In growing strides past the step, then back to it by halves.
      var (below, above, stride) = (reached, range.upperBound, 1)
      while below + stride < above {
        if code(below + stride) != now {
          above = below + stride
        } else {
          below += stride
          stride *= 2
        }
      }
      while above - below > 1 {
        let middle = below + (above - below) / 2
        if code(middle) == now { below = middle } else { above = middle }
      }
      now = code(above)
      guard append(now, from: above, most: most) else { return false }
      reached = above
    }
    return true
  }

  private mutating func append(_ code: UInt32, from x: Int, most: Int) -> Bool {
    guard code != codes.last else { return true }
    thresholds.append(x)
    codes.append(code)
    return thresholds.count <= most
  }
}
