internal import Arithmetic
internal import RTL
internal import Verilog

/// Items of an operator's module that is put together from cells, with its cuts.
struct Composition {
  /// A value on its way: a wire, or a constant that no register need hold.
  enum Signal {
    case wire(String, width: Int)
    case constant(Expression)

    var expression: Expression {
      switch self {
      case .wire(let name, _): .identifier(name)
      case .constant(let value): value
      }
    }
  }

  private let mask: CutMask
  private(set) var items: [Item] = []
  private(set) var cells: [String] = []
  private var boundary = 0

  init(_ mask: CutMask) { self.mask = mask }

  /// A new wire, with what drives it unless a cell does.
  mutating func wire(_ name: String, _ width: Int, _ value: Expression? = nil) -> Signal {
    items.append(.wire(name, width: width, value))
    return .wire(name, width: width)
  }

  mutating func use(_ cell: CellUse, _ role: String, _ ports: [(String, Signal)]) {
    items.append(.instance(cell.instance(role, ports.map { ($0.0, Optional($0.1.expression)) })))
    cells.append(cell.module)
  }

  mutating func assign(_ target: Expression, _ value: Signal) { items.append(.assign(target, value.expression)) }

  /// The signals behind the next boundary, in their order.
  mutating func cut(_ signals: [Signal]) -> [Signal] {
    var inputs: [Expression] = []
    var outputs: [Expression] = []
    var total = 0
    var behind: [Signal] = []
    for signal in signals {
      guard case .wire(let name, let width) = signal else {
        behind.append(signal)
        continue
      }
      let later = wire("\(name)_\(boundary + 1)", width)
      inputs.append(.identifier(name))
      outputs.append(later.expression)
      total += width
      behind.append(later)
    }
    let cell = CellUse(.cut, [("WIDTH", .integer(total)), ("REGISTERED", mask[boundary] ? 1 : 0)])
    items.append(
      .instance(
        cell.instance(
          "u_cut_\(boundary)",
          [("aclk", "aclk"), ("enable", "enable"), ("d", .concatenation(inputs)), ("q", .concatenation(outputs))])))
    cells.append(cell.module)
    boundary += 1
    return behind
  }
}

extension Composition {
  /// A decoded operand: sign, significand and shift.
  struct Decoded {
    var sign: Signal
    var significand: Signal
    var shift: Signal

    var all: [Signal] { [sign, significand, shift] }

    /// The connections to a cell whose ports are `<prefix>sign` and so on.
    func ports(_ prefix: String = "") -> [(String, Signal)] {
      [("\(prefix)sign", sign), ("\(prefix)significand", significand), ("\(prefix)shift", shift)]
    }

    init(_ signals: some Collection<Signal>) {
      let parts = Array(signals)
      (sign, significand, shift) = (parts[0], parts[1], parts[2])
    }
  }

  /// Decodes a code; the wires' names start with `name`.
  mutating func decode(_ format: Format, _ code: Expression, _ name: String) -> Decoded {
    let shape = format.number.operandShape
    guard let cell = format.number.decoderCell() else {
      return Decoded([
        .constant(.bit(false)), wire("\(name)_significand", shape.significandWidth, code),
        .constant(.zeros(shape.shiftWidth)),
      ])
    }
    let decoded = Decoded([
      wire("\(name)_sign", 1), wire("\(name)_significand", shape.significandWidth),
      wire("\(name)_shift", shape.shiftWidth),
    ])
    use(cell, "u_decode_\(name)", [("code", .constant(code))] + decoded.ports())
    return decoded
  }

  /// Whether one of some codes is the one without a value that is passed on; nil in formats without.
  mutating func special(_ codes: [Expression], _ format: any NumberFormat) -> Signal? {
    guard let value = propagated(format) else { return nil }
    let tests = codes.map { $0.equals(value) }
    guard let first = tests.first else { return nil }
    return wire("special", 1, tests.dropFirst().reduce(first) { $0 | $1 })
  }

  private func propagated(_ format: any NumberFormat) -> Expression? {
    (format as? any OperatorFormat)?.propagatedCode.map {
      .sized(width: format.width, radix: .hexadecimal, digits: String($0, radix: 16))
    }
  }

  /// Rounds an integer in units of `2^lsb` to a format and drives `result`; what is special is passed on.
  mutating func round(_ value: Signal, width: Int, lsb: Int, to format: any NumberFormat, special: Signal?) {
    let code = wire("code", format.width)
    use(
      format.encoderCell(inputWidth: width, exponent: lsb, lowest: format.lowestCode, highest: format.highestCode),
      "u_encode", [("value", value), ("code", code)])
    guard let special, let value = propagated(format) else { return assign("result", code) }
    assign("result", .constant(special.expression.select(value, code.expression)))
  }
}
