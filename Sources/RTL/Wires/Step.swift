import Support
import Verilog

/// The registers of one pipeline step: all take their next value when `advance` is high.
struct Step {
  /// Registers that reset to 0: name, bits, next value.
  var control: [(name: String, width: Int, next: Expression)] = []
  /// Registers that no reset touches.
  var data: [(name: String, width: Int, next: Expression)] = []
  /// What the data registers wait for besides `advance`.
  var condition: Expression?

  var items: [Item] { items(declared: []) }

  /// The registers, but for those declared before, and what drives them.
  func items(declared: Set<String>) -> [Item] {
    let registers = (control + data).filter { !declared.contains($0.name) }
    return registers.map { Self.register($0.name, width: $0.width) } + (registers.isEmpty ? [] : [.blank]) + always
  }

  /// A register; a scalar when it has one bit.
  static func register(_ name: String, width: Int) -> Item {
    width == 1 ? .flag(name) : .reg(name, width: width)
  }

  private var always: [Item] {
    var items: [Item] = []
    if !control.isEmpty {
      let reset = control.map { Statement.nonblocking(.identifier($0.name), .zeros($0.width)) }
      let next = control.map { Statement.nonblocking(.identifier($0.name), $0.next) }
      items.append(.clocked("aclk", [.branch(!"aresetn", reset, [.branch("advance", next, [])])]))
    }
    if !data.isEmpty {
      let next = data.map { Statement.nonblocking(.identifier($0.name), $0.next) }
      let advance: Expression = "advance"
      items.append(.clocked("aclk", [.branch(condition.map { advance && $0 } ?? advance, next, [])]))
    }
    return items
  }
}

/// Counts 0..<count again and again.
struct Counter {
  var name: String
  var count: Int

  var isTrivial: Bool { count == 1 }
  var width: Int { bits(for: count) }
  var value: Expression { isTrivial ? .zeros(1) : .identifier(name) }
  var isFirst: Expression { isTrivial ? .bit(true) : value.equals(.zeros(width)) }
  var isLast: Expression { isTrivial ? .bit(true) : value.equals(.literal(count - 1, width: width)) }
  /// The value after this one.
  var next: Expression { isLast.select(.zeros(width), value + .literal(1, width: width)) }

  /// The control register that moves on when `condition` holds; none for a count of 1.
  func register(when condition: Expression) -> [(name: String, width: Int, next: Expression)] {
    isTrivial ? [] : [(name, width, condition.select(next, value))]
  }
}

/// Two's complement `value` of `from` bits, widened to `to` bits.
func signExtended(_ value: Expression, from: Int, to: Int) -> Expression {
  guard to > from else { return value }
  return .concat(.repetition(.integer(to - from), value[.integer(from - 1)]), value)
}
