package import Arithmetic

/// A stand-alone operator as a graph of cells: typed, without a back end's text. Back ends only read it.
///
/// Steps stand in an order in which every signal is driven before it is read. The operator has a clock and an enable
/// besides its operands; registers stand at boundaries that are cut and inside cells that are cut. For example the product
/// of two 8-bit integers in one format, cut once:
///
///     decode a, decode b, boundary 0 (wires), product, boundary 1 (registers), result = product
package struct OperatorDatapath: Sendable {
  /// Some bits with a name, driven by one step.
  package struct Signal: Sendable, Hashable {
    package var name: String
    package var width: Int

    package init(name: String, width: Int) {
      self.name = name
      self.width = width
    }
  }

  /// Bits that a step reads.
  package indirect enum Value: Sendable, Hashable {
    /// A whole operand.
    case operand(String, width: Int)
    /// `width` bits of an operand from bit `low` up.
    case slice(String, low: Int, width: Int)
    case signal(Signal)
    case flag(Bool)
    case zeros(width: Int)
    case code(UInt32, width: Int)
    /// The first in the highest bits.
    case concatenation([Value])
    /// The sum or difference of two's complement numbers of one width, a bit wider than they are.
    case sum(Signal, Signal, subtracts: Bool)
    case equal(Value, Value)
    /// Whether one of two flags is set.
    case either(Value, Value)
    /// The first where the flag is set, else the second.
    case select(Value, Value, Value)
  }

  /// What drives a signal, or the result.
  package enum Target: Sendable, Hashable {
    case signal(Signal)
    case result
    case resultBit(Int)
  }

  /// A connection to a cell's port.
  package struct Input: Sendable, Hashable {
    package var port: String
    package var value: Value
  }

  package struct Output: Sendable, Hashable {
    package var port: String
    package var target: Target
  }

  /// A cell in a role; clock and enable follow from its contract.
  package struct Cell: Sendable, Hashable {
    package var use: CellUse
    package var role: String
    package var inputs: [Input]
    package var outputs: [Output]
  }

  /// Where all signals on their way may be registered: each with the one behind.
  package struct Boundary: Sendable, Hashable {
    package var number: Int
    package var isCut: Bool
    package var signals: [(before: Signal, behind: Signal)] { zip(before, behind).map { ($0, $1) } }
    package var width: Int { before.reduce(0) { $0 + $1.width } }
    fileprivate var before: [Signal]
    fileprivate var behind: [Signal]
  }

  package enum Step: Sendable, Hashable {
    case define(Signal, Value)
    case cell(Cell)
    case boundary(Boundary)
    case result(Value)
  }

  /// The operator's name in every back end.
  package let name: String
  package let operands: [(name: String, width: Int)]
  package let resultWidth: Int
  package private(set) var steps: [Step] = []
  private let mask: CutMask
  private var boundary = 0

  /// An operator without steps, to be cut where the mask says.
  package init(_ name: String, operands: [(name: String, width: Int)], result: Int, _ mask: CutMask) {
    self.name = name
    self.operands = operands
    resultWidth = result
    self.mask = mask
  }

  /// The cells in their order.
  package var cells: [CellUse] {
    steps.compactMap { if case .cell(let cell) = $0 { cell.use } else { nil } }
  }

  /// Registers between operands and result.
  package var latency: Int {
    steps.reduce(0) { sum, step in
      switch step {
      case .boundary(let boundary): sum + (boundary.isCut ? 1 : 0)
      case .cell(let cell): sum + cell.use.registers
      case .define, .result: sum
      }
    }
  }
}

extension OperatorDatapath {
  /// A new signal with what drives it.
  package mutating func define(_ name: String, _ width: Int, _ value: Value) -> Signal {
    let signal = Signal(name: name, width: width)
    steps.append(.define(signal, value))
    return signal
  }

  /// A cell that drives new signals.
  package mutating func use(
    _ cell: CellUse, _ role: String, _ inputs: [(String, Value)], driving outputs: [(port: String, Signal)]
  ) {
    drive(cell, role, inputs, outputs.map { ($0.port, .signal($0.1)) })
  }

  /// A cell that drives the result, or bits of it.
  package mutating func drive(
    _ cell: CellUse, _ role: String, _ inputs: [(String, Value)], _ outputs: [(String, Target)]
  ) {
    steps.append(
      .cell(
        Cell(
          use: cell, role: role, inputs: inputs.map { Input(port: $0.0, value: $0.1) },
          outputs: outputs.map { Output(port: $0.0, target: $0.1) })))
  }

  package mutating func result(_ value: Value) { steps.append(.result(value)) }

  /// The values behind the next boundary, in their order; constants need no register.
  package mutating func cut(_ values: [Value]) -> [Value] {
    var cut = Boundary(number: boundary, isCut: mask[boundary], before: [], behind: [])
    let behind = values.map { value -> Value in
      guard case .signal(let signal) = value else { return value }
      let later = Signal(name: "\(signal.name)_\(boundary + 1)", width: signal.width)
      cut.before.append(signal)
      cut.behind.append(later)
      return .signal(later)
    }
    steps.append(.boundary(cut))
    boundary += 1
    return behind
  }
}

extension CellUse {
  /// Registers inside a cell that is a whole operator, by its parameter `CUTS`.
  fileprivate var registers: Int {
    for parameter in parameters where parameter.name == "CUTS" {
      if case .integer(let mask) = parameter.value { return mask.nonzeroBitCount }
    }
    return 0
  }
}
