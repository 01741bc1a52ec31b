import PipelineIR
import Support

/// The timing of `mantissa_window`, stated through positions in the frame instead of increments.
final class WindowModel: StageModel {
  private let places: WindowPlaces
  private let depth: Int

  /// Words since reset that have entered, and that came before the frame that is read.
  private var written = 0
  private var frameStart = 0
  private var place = WindowPlaces.Place()
  /// The number since reset of the word to read next; nil for padding.
  private var next: Int?
  /// Words since reset whose place may be overwritten.
  private var free = 0
  private var p1Valid = false
  private var mValid = false
  private var peak = 0

  init(_ window: Window, lanes: Int) {
    places = WindowPlaces(window, lanes: lanes)
    depth = window.bufferRows * places.row
    next = places.word(at: place)
  }

  override var latency: Int { 3 }
  override var peakWords: Int { peak }
  override var valid: UInt32 { mValid ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { room > 0 ? 1 : 0 }

  private var room: Int { free + depth - written }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    let taken = inputValid & 1 == 1 && room > 0
    if taken { peak = max(peak, written + 1 - free) }
    if !mValid || outputReady & 1 == 1 {
      mValid = p1Valid
      p1Valid = (next ?? -1) < written
      if p1Valid { step(1) }
    }
    if taken { written += 1 }
  }

  /// The next `count` words of the present output row, or fewer, are read.
  private func step(_ count: Int) {
    var moved = place
    let isNewRow = places.step(&moved, count)
    place = moved
    if isNewRow {
      if place.y == 0 { frameStart += places.frame }
      free = frameStart + places.firstWord(of: place.y)
    }
    next = places.word(at: place).map { $0 + frameStart }
  }

  /// How many words of the present output row can certainly be read one after another, none waiting.
  private var readable: Int {
    if let next, next >= written { return 0 }
    let present = written - frameStart
    if places.lastWord(ofRow: place.y) < present { return places.leftInRow(place) }
    if places.lastWord(ofPixel: place) < present { return places.leftInPixel(place) }
    if places.lastWord(ofTaps: place) < present { return places.leftInTaps(place) }
    return next.map { min(places.leftInSlices(place), written - $0) } ?? places.leftInSlices(place)
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    let offered = inputValid & 1 == 1
    let filled = offered && room > 0 ? room : .max
    if mValid && outputReady & 1 == 0 { return filled }
    if mValid && p1Valid { return max(1, min(readable, filled)) }
    guard !mValid, !p1Valid, let next, next >= written else { return 1 }
    return offered ? min(next - written + 1, filled) : .max
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    if edges == 1 { return clock(inputValid: inputValid, outputReady: outputReady) }
    let entering = inputValid & 1 == 1 ? min(edges, room) : 0
    if entering > 0 { peak = max(peak, written + entering - free) }
    if mValid && outputReady & 1 == 1 { step(edges) }
    written += entering
  }
}
