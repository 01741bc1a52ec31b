package import Arithmetic
package import Datapath
package import Support

/// What a stage does: its streams, its timing to the cycle, and what back ends build.
package protocol StageOperation: Kind {
  /// The streams that leave; throws when the ones that enter do not fit.
  func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType]
  /// Cycles that a frame takes when neither side ever stalls: the stage's initiation interval.
  func cyclesPerFrame(inputs: [StreamType]) -> Int
  /// Memory that the stage holds, in bits.
  func memoryBits(inputs: [StreamType]) -> Int
  /// The stage's timing, to the cycle, from reset.
  func model(inputs: [StreamType]) -> StageModel
  /// What the stage is sure to take and to give, whatever the stalls.
  func capacity(inputs: [StreamType]) -> StageCapacity
  /// What its hardware is: a cell that knows no network, or a datapath. Back ends read it.
  func body(inputs: [StreamType]) -> StageBody
  /// The memory whose size the schedule chooses; nil for stages without one.
  func buffer(inputs: [StreamType]) -> StageBuffer?
  /// The same stage with a buffer of `size` units.
  func withBuffer(_ size: Int) -> any StageOperation
  /// How much of it works side by side: outputs (`PE`) and inputs of each (`SIMD`); empty for stages without a fold.
  var fold: [String: Int] { get }
  /// What its hardware is built of.
  func inventory(inputs: [StreamType]) -> Inventory
  /// The kind that users see.
  var shownKind: String { get }
}

extension StageOperation {
  package func buffer(inputs: [StreamType]) -> StageBuffer? { nil }
  package func withBuffer(_ size: Int) -> any StageOperation { self }
  package var fold: [String: Int] { [:] }
  package var shownKind: String { Self.kind }

  package func memoryBits(inputs: [StreamType]) -> Int {
    switch body(inputs: inputs) {
    case .datapath(let datapath): datapath.graph.memoryBits
    case .cell: 0
    }
  }

  /// What its datapath is built of; of a cell a register and a choice for each bit of the words that enter and that leave.
  package func inventory(inputs: [StreamType]) -> Inventory {
    switch body(inputs: inputs) {
    case .datapath(let datapath): return datapath.graph.inventory
    case .cell:
      let outputs = (try? outputs(of: inputs)) ?? []
      let bits = (inputs + outputs).reduce(0) { $0 + $1.wordWidth }
      var result = Inventory(registers: bits)
      result.multiplexers = bits
      return result
    }
  }
}

/// A stage whose hardware is a datapath: its timing follows from where the registers of that stand.
package protocol ComputeStage: StageOperation {
  /// What it computes.
  var datapath: StageDatapath { get }
  /// Its timing with so many clock edges from the last input word of a result to the result.
  func model(latency: Int) -> StageModel
}

extension ComputeStage {
  package func body(inputs: [StreamType]) -> StageBody { .datapath(datapath) }
  package func model(inputs: [StreamType]) -> StageModel { model(latency: datapath.graph.latency) }
}

/// What a stage's hardware is.
package enum StageBody: Sendable {
  case cell(CellUse)
  case datapath(StageDatapath)

  /// A cell with streams in and out.
  package static func stream(_ name: String, _ parameters: [(name: String, value: CellUse.Value)]) -> StageBody {
    .cell(CellUse(CellContract(.stream, name), parameters))
  }
}

/// A memory that decouples a stage from those before it. Sizes are in units: a FIFO's words, a window's rows.
package struct StageBuffer: Sendable, Hashable {
  /// What it holds now, in its own unit.
  package var size: Int
  /// The least with which the stage works at all.
  package var minimum: Int
  /// More than these never helps.
  package var maximum: Int
  /// Stream words of a unit.
  package var wordsPerUnit: Int
  /// Bits of a unit.
  package var bitsPerUnit: Int
  /// Whether the buffer lies between a fork and a join, so that too small a one can lock the machine up.
  package var isQueue: Bool

  /// A capacity that sizes from `minimum` to `maximum` may have.
  package init(size: Int, minimum: Int, maximum: Int, wordsPerUnit: Int, bitsPerUnit: Int, isQueue: Bool) {
    self.size = size
    self.minimum = minimum
    self.maximum = maximum
    self.wordsPerUnit = wordsPerUnit
    self.bitsPerUnit = bitsPerUnit
    self.isQueue = isQueue
  }
}

/// A state machine that takes the place of a stage's RTL when only the cycles matter; this one neither takes nor gives
/// words.
///
/// Bit i of a mask belongs to the stage's stream i. `valid` comes from registers; ready may depend on the ready
/// of the outputs in the same cycle, never on `valid` of the inputs.
///
/// A class, not a protocol: simulations spend their time in these calls, and a class has them in one table.
open class StageModel {
  public init() {}

  /// The output streams that hold a word now.
  open var valid: UInt32 { 0 }
  /// The input streams that a word can enter now.
  open func ready(_ outputReady: UInt32) -> UInt32 { 0 }
  /// One rising clock edge.
  open func clock(inputValid: UInt32, outputReady: UInt32) {}

  /// How many clock edges it takes, at least, until `valid` or `ready` change while the neighbours' signals stay as
  /// they are: 1 or more, `Int.max` where they never do. 1 is always right, and slow.
  open func horizon(inputValid: UInt32, outputReady: UInt32) -> Int { 1 }

  /// As many clock edges with the same signals of the neighbours; never more than `horizon` says.
  open func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    for _ in 0..<edges { clock(inputValid: inputValid, outputReady: outputReady) }
  }

  /// Cycles from the last word that a result needs to the cycle in which it can leave, when nothing waits.
  open var latency: Int { 1 }

  /// The least number of words that the stage's buffer has to hold for what has happened since reset to happen; 0 for
  /// stages without one.
  open var peakWords: Int { 0 }
}
