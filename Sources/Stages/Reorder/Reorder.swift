import Arithmetic
package import Datapath
package import PipelineIR
package import Support

/// Words in another order: takes all words of a period into a bank of its memory, then gives them with their axes in
/// another order, while the next period enters another bank. Latency: a period and 1 cycle.
///
/// With nothing leaving it takes as many periods as it has banks.
package struct Reorder: StageOperation, Hashable {
  package static let kind = "reorder"

  /// Words along each axis of a period, in the order in which they enter; two axes or more, 2 words or more each.
  package var extents: [Int]
  /// The axes in the order in which they leave.
  package var order: [Int]
  /// Periods that the memory holds: 2 for full throughput, more where they come in bursts, or 1.
  package var banks: Int

  package init(extents: [Int], order: [Int], banks: Int = 2) {
    self.extents = extents
    self.order = order
    self.banks = banks
  }

  /// Words.
  package var period: Int { extents.reduce(1, *) }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    let stream = try single(inputs)
    let axes = AxisOrder(extents: extents, order: order)
    guard axes.isSound, axes.simplified == axes, extents.count >= 2, let period = elementCount(of: extents),
      period <= 1 << 28, (1...1 << 16).contains(banks), stream.wordsPerFrame.isMultiple(of: period)
    else {
      throw misfit(
        "cannot rearrange \(stream.wordsPerFrame) words as \(extents) in order \(order) with \(banks) banks; up to "
          + "\(1 << 28) words and \(1 << 16) banks are supported")
    }
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame * (banks == 1 ? 2 : 1) }
  package func memoryBits(inputs: [StreamType]) -> Int { banks * period * inputs[0].wordWidth }
  /// A bank is free again once the last word of its period stands in the output register.
  package func capacity(inputs: [StreamType]) -> StageCapacity {
    .stream(
      gives: { [period] in $0 / period * period },
      takes: { [period, banks] in (($0 + 1) / period + banks) * period })
  }

  package func model(inputs: [StreamType]) -> StageModel { ReorderModel(period: period, banks: banks) }

  package func buffer(inputs: [StreamType]) -> StageBuffer? {
    StageBuffer(
      size: banks, minimum: 1, maximum: max(2, inputs[0].wordsPerFrame / period + 1), wordsPerUnit: period,
      bitsPerUnit: period * inputs[0].wordWidth,
      isQueue: false)
  }

  package func withBuffer(_ size: Int) -> any StageOperation {
    Reorder(extents: extents, order: order, banks: size)
  }

  package func inventory(inputs: [StreamType]) -> Inventory {
    let address = bits(for: banks * period)
    let loops = (extents + [period]).reduce(0) { $0 + bits(for: $1) }
    var result = Inventory(registers: 2 * address + loops + 3 + inputs[0].wordWidth)
    result.adders = 2 * address + loops
    result.multiplexers = extents.count * address
    result.memories = [Inventory.Memory(words: banks * period, width: inputs[0].wordWidth, isConstant: false)]
    return result
  }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream(
      "reorder",
      [
        ("WIDTH", .integer(inputs[0].wordWidth)), ("PERIOD", .integer(period)), ("BANKS", .integer(banks)),
        ("AXES", .integer(extents.count)), ("COUNTS", .list(order.map { extents[$0] })), ("STEPS", .list(steps)),
      ])
  }

  /// By how much the address grows where each axis moves on and all inside it start again, the outermost first.
  private var steps: [Int] {
    let strides = AxisOrder(extents: extents, order: order).strides
    var reach = 0
    var result: [Int] = []
    for axis in order.reversed() {
      result.append(strides[axis] - reach)
      reach += (extents[axis] - 1) * strides[axis]
    }
    return result.reversed()
  }
}

/// The timing of `mantissa_reorder`, stated through full banks and the words of the two that are worked on.
private final class ReorderModel: StageModel {
  private let period: Int
  private let banks: Int
  private var full = 0
  private var written = 0
  private var given = 0
  private var held = false
  private var peak = 0

  init(period: Int, banks: Int) {
    self.period = period
    self.banks = banks
  }

  override var latency: Int { 2 }
  override var peakWords: Int { peak }
  override var valid: UInt32 { held ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { full < banks ? 1 : 0 }

  private func takes(_ inputValid: UInt32) -> Bool { full < banks && inputValid & 1 == 1 }
  private func moves(_ outputReady: UInt32) -> Bool { !held || outputReady & 1 == 1 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    advance(1, inputValid: inputValid, outputReady: outputReady)
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if moves(outputReady), held != (full > 0) { return 1 }
    let filling = takes(inputValid) ? period - written : .max
    return moves(outputReady) && full > 0 ? min(filling, period - given) : filling
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    let reads = moves(outputReady) && full > 0
    if moves(outputReady) { held = reads }
    let before = full
    if takes(inputValid) {
      peak = max(peak, (before + 1) * period)
      written += edges
      if written == period { (written, full) = (0, full + 1) }
    }
    guard reads else { return }
    given += edges
    if given == period { (given, full) = (0, full - 1) }
  }
}
