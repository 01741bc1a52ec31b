import Support

/// The order in which a window stage reads its buffer. Words are numbered from the start of a frame.
final class WindowPlaces: Sendable {
  /// Where in the loops over output rows, pixels of a row, and words of a pixel's windows the next word stands.
  struct Place {
    var y = 0
    var x = 0
    /// Of all groups, repeats and taps of the pixel.
    var word = 0
    var tapY = 0
    var tapX = 0
    var slice = 0
  }

  let rows: Geometry.Axis
  let columns: Geometry.Axis
  let height: Int
  let width: Int
  /// Words of a pixel in a group, of all groups, of a row, of a frame.
  let slices: Int
  let pixel: Int
  let row: Int
  let frame: Int
  /// Words of a window, of one group's windows with all repeats, of all windows of a pixel.
  private let window: Int
  let group: Int
  let perPixel: Int
  private let outputHeight: Int
  private let outputWidth: Int
  /// For each output column the word of a row after the last that it reads, 0 when it reads none; the same of them all.
  let columnEnds: [Int]
  private let columnsEnd: Int
  /// For each output row the last row that it reads; nil when it reads none.
  let lastRows: [Int?]
  /// Words of an output row.
  let perRow: Int
  /// For each output row how many words of a frame must be there for it and those before it.
  let rowEnds: [Int]
  /// For each output column the most that `columnEnds` has up to it.
  let reach: [Int]
  /// For each output row whether its last word is one that no earlier word that leaves showed.
  let endsWithNewWord: [Bool]

  init(_ window: Window, lanes: Int) {
    rows = window.geometry.rows
    columns = window.geometry.columns
    height = window.input.height
    width = window.input.width
    pixel = window.input.channels / lanes
    slices = pixel / window.groups
    row = width * pixel
    frame = height * row
    self.window = window.geometry.taps * slices
    group = self.window * window.repeats
    perPixel = group * window.groups
    outputHeight = window.outputShape.height
    outputWidth = window.outputShape.width
    let pixel = pixel
    columnEnds = Self.lastTaps(columns, extent: width, outputs: outputWidth).map { $0.map { ($0 + 1) * pixel } ?? 0 }
    columnsEnd = columnEnds.max() ?? 0
    lastRows = Self.lastTaps(rows, extent: height, outputs: outputHeight)
    perRow = outputWidth * perPixel
    let (row, end) = (row, columnsEnd)
    rowEnds = lastRows.map { end == 0 ? 0 : $0.map { $0 * row + end } ?? 0 }.runningMaximum
    reach = columnEnds.runningMaximum
    let (rows, columns, height, width) = (rows, columns, height, width)
    let lastColumn = columns.place(of: outputWidth - 1, tap: columns.kernel - 1)
    let isInside = window.repeats == 1 && lastColumn >= 0 && lastColumn < width
    endsWithNewWord = lastRows.indices.map {
      let last = rows.place(of: $0, tap: rows.kernel - 1)
      return isInside && last >= 0 && last < height
    }
  }

  /// For each output place the last position inside that one of its taps has.
  private static func lastTaps(_ axis: Geometry.Axis, extent: Int, outputs: Int) -> [Int?] {
    (0..<outputs).map { output in
      (0..<axis.kernel).last { (0..<extent).contains(axis.place(of: output, tap: $0)) }.map {
        axis.place(of: output, tap: $0)
      }
    }
  }

  /// The first word that output row `y` and those after it need.
  func firstWord(of y: Int) -> Int { max(0, rows.place(of: y, tap: 0)) * row }

  /// The word at a place; nil for padding.
  func word(at place: Place) -> Int? {
    let r = rows.place(of: place.y, tap: place.tapY)
    let c = columns.place(of: place.x, tap: place.tapX)
    guard r >= 0, r < height, c >= 0, c < width else { return nil }
    return r * row + c * pixel + place.word / group * slices + place.slice
  }

  // MARK: The last word, -1 for none, that is needed for the rest of ...

  func lastWord(ofRow y: Int) -> Int { columnsEnd == 0 ? -1 : lastRows[y].map { $0 * row + columnsEnd - 1 } ?? -1 }

  func lastWord(ofPixel place: Place) -> Int { last(lastRows[place.y], columnEnds[place.x]) }

  /// ... one kernel row of a window.
  func lastWord(ofTaps place: Place) -> Int {
    let r = rows.place(of: place.y, tap: place.tapY)
    return last(r >= 0 && r < height ? r : nil, columnEnds[place.x])
  }

  private func last(_ r: Int?, _ end: Int) -> Int { end == 0 ? -1 : r.map { $0 * row + end - 1 } ?? -1 }

  // MARK: Words left in ...

  func leftInRow(_ place: Place) -> Int { (outputWidth - place.x) * perPixel - place.word }
  func leftInPixel(_ place: Place) -> Int { perPixel - place.word }
  func leftInTaps(_ place: Place) -> Int { (columns.kernel - place.tapX) * slices - place.slice }
  func leftInSlices(_ place: Place) -> Int { slices - place.slice }

  /// Moves on by `count` words of the present output row; whether another row has begun.
  func step(_ place: inout Place, _ count: Int) -> Bool {
    place.word += count
    place.slice += count
    if place.slice < slices { return false }
    carry(&place)
    guard place.word >= perPixel else { return false }
    place.x += place.word / perPixel
    place.word %= perPixel
    guard place.x >= outputWidth else { return false }
    place.x = 0
    place.y = place.y + 1 == outputHeight ? 0 : place.y + 1
    return true
  }

  private func carry(_ place: inout Place) {
    let moved = place.slice / slices
    place.slice -= moved * slices
    place.tapX += moved
    guard place.tapX >= columns.kernel else { return }
    let (down, tapX) = place.tapX.quotientAndRemainder(dividingBy: columns.kernel)
    place.tapX = tapX
    place.tapY = (place.tapY + down) % rows.kernel
  }
}

extension [Int] {
  /// Each element raised to the greatest before it.
  fileprivate var runningMaximum: [Int] {
    var most = Int.min
    return map {
      most = Swift.max(most, $0)
      return most
    }
  }
}
