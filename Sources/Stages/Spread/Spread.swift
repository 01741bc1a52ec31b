import Arithmetic
package import PipelineIR
package import Support

/// Puts constant elements before, between and after the elements of a stream. Latency 1 cycle.
///
/// Elements are blocks of words. Of every `outputs` blocks that leave, number `before + i * step` is block i of the
/// `extent` that entered.
package struct Spread: StageOperation, Hashable {
  package static let kind = "spread"

  /// Words of one element.
  package var block: Int
  /// Elements that enter before the pattern starts again.
  package var extent: Int
  package var before: Int
  package var step: Int
  package var after: Int
  package var padCode: UInt32

  package init(block: Int, extent: Int, before: Int = 0, step: Int = 1, after: Int = 0, padCode: UInt32) {
    self.block = block
    self.extent = extent
    self.before = before
    self.step = step
    self.after = after
    self.padCode = padCode
  }

  /// Elements that leave before the pattern starts again.
  package var outputs: Int { before + (extent - 1) * step + 1 + after }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    let most = 1 << 20
    guard (1...most).contains(block), (1...most).contains(extent), (1...most).contains(step),
      (0...most).contains(before), (0...most).contains(after), outputs <= 1 << 30,
      stream.wordsPerFrame.isMultiple(of: block * extent)
    else {
      throw misfit(
        "cannot spread \(extent) elements of \(block) words by \(step) with \(before) before and \(after) after; a "
          + "frame has \(stream.wordsPerFrame) words")
    }
    stream.wordsPerFrame = stream.wordsPerFrame / extent * outputs
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame / extent * outputs }
  /// One word. The first block of a turn leaves only while a word is offered.
  package func capacity(inputs: [StreamType]) -> StageCapacity {
    let spread = self
    return .stream(gives: spread.gives, takes: spread.takes)
  }

  private func gives(_ offered: Int) -> Int {
    let (turn, word) = offered.quotientAndRemainder(dividingBy: block * extent)
    let place = word == 0 ? 0 : (before + word / block * step) * block + word % block
    return turn * block * outputs + place
  }

  private func takes(_ left: Int) -> Int {
    let (turn, word) = left.quotientAndRemainder(dividingBy: block * outputs)
    let place = word / block - before
    let (element, gap) = place.quotientAndRemainder(dividingBy: step)
    let whole = place < 0 ? 0 : min(gap == 0 ? element : element + 1, extent)
    return turn * block * extent + whole * block + (place >= 0 && gap == 0 && element < extent ? word % block + 1 : 0)
  }

  package func model(inputs: [StreamType]) -> StageModel { SpreadModel(self) }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream(
      "spread",
      [
        ("LANES", .integer(inputs[0].lanes)), ("ELEMENT_WIDTH", .integer(inputs[0].elementWidth)),
        ("BLOCK", .integer(block)), ("EXTENT", .integer(extent)), ("OUTPUTS", .integer(outputs)),
        ("BEFORE", .integer(before)), ("STEP", .integer(step)), ("PAD_CODE", inputs[0].parameter(padCode)),
      ])
  }
}

/// The timing of `mantissa_spread`, stated through the place of the next word in the pattern.
private final class SpreadModel: StageModel {
  private let spread: Spread
  private var word = 0
  private var held: UInt32 = 0

  init(_ spread: Spread) { self.spread = spread }

  private var isElement: Bool {
    let place = word / spread.block - spread.before
    return place >= 0 && place.isMultiple(of: spread.step) && place / spread.step < spread.extent
  }

  private func advances(_ outputReady: UInt32) -> Bool { held == 0 || outputReady & 1 == 1 }

  override var valid: UInt32 { held }
  override func ready(_ outputReady: UInt32) -> UInt32 { advances(outputReady) && isElement ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    guard advances(outputReady) else { return }
    held = waits ? inputValid & 1 : 1
    if held == 1 { word = (word + 1) % (spread.block * spread.outputs) }
  }

  /// Whether the next word needs one of the stream: an element's, and the pattern's first.
  private var waits: Bool { isElement || word < spread.block }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if !advances(outputReady) { return .max }
    if waits && inputValid & 1 == 0 { return held == 0 ? .max : 1 }
    return held == 0 ? 1 : spread.block - word % spread.block
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    guard advances(outputReady) else { return }
    held = waits ? inputValid & 1 : 1
    if held == 1 { word = (word + edges) % (spread.block * spread.outputs) }
  }
}
