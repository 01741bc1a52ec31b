import Support
import Verilog

/// The registers of one pipeline step: all take their next value when the enable is high.
struct Step {
  var enable: Expression = "advance"
  /// Registers that reset to 0: name, bits, next value.
  var control: [(name: String, width: Int, next: Expression)] = []
  /// Registers that no reset touches.
  var data: [(name: String, width: Int, next: Expression)] = []
  /// What the data registers wait for besides the enable.
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
      items.append(.clocked("aclk", [.branch(!"aresetn", reset, [.branch(enable, next, [])])]))
    }
    if !data.isEmpty {
      let next = data.map { Statement.nonblocking(.identifier($0.name), $0.next) }
      items.append(.clocked("aclk", [.branch(condition.map { enable && $0 } ?? enable, next, [])]))
    }
    return items
  }
}

/// Counts `count` multiples of `stride` from 0 up, again and again.
struct Counter {
  var name: String
  var count: Int
  var stride = 1

  var isTrivial: Bool { count == 1 }
  var width: Int { bits(for: (count - 1) * stride + 1) }
  var value: Expression { isTrivial ? .zeros(1) : .identifier(name) }
  var isFirst: Expression { isTrivial ? .bit(true) : value.equals(.zeros(width)) }
  var isLast: Expression { isTrivial ? .bit(true) : value.equals(.literal((count - 1) * stride, width: width)) }
  /// The value after this one.
  var next: Expression { isLast.select(.zeros(width), value + .literal(stride, width: width)) }

  /// The control register that moves on when `condition` holds; none for a count of 1.
  func register(when condition: Expression) -> [(name: String, width: Int, next: Expression)] {
    isTrivial ? [] : [(name, width, condition.select(next, value))]
  }
}
