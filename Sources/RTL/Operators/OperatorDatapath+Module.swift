internal import Arithmetic
package import Datapath
package import Verilog

extension OperatorDatapath {
  /// The operator's Verilog module over library cells.
  ///
  /// Ports are `aclk`, `enable`, the operands and `result`; one result a cycle while `enable` is high, no reset.
  package var module: Module {
    Module(
      name: name, header: [],
      ports: [Module.Port(.input, "aclk"), Module.Port(.input, "enable")]
        + operands.map { Module.Port(.input, $0.name, width: $0.width) } + [
          Module.Port(.output, "result", width: resultWidth)
        ],
      items: steps.flatMap(\.items))
  }

  /// The modules of its cells, by name; those need others.
  package var modules: [String] {
    cells.map(\.module) + steps.compactMap { if case .boundary(let cut) = $0 { cut.cell.module } else { nil } }
  }
}

extension OperatorDatapath.Step {
  fileprivate var items: [Item] {
    switch self {
    case .define(let signal, let value): [.wire(signal.name, width: signal.width, value.expression)]
    case .cell(let cell): cell.items
    case .boundary(let boundary): boundary.items
    case .result(let value): [.assign("result", value.expression)]
    }
  }
}

extension OperatorDatapath.Cell {
  fileprivate var items: [Item] {
    let clock: [(String, Expression?)] =
      use.contract.isCombinational ? [] : [("aclk", "aclk"), ("enable", "enable")]
    let ports =
      inputs.map { ($0.port, Optional($0.value.expression)) } + outputs.map { ($0.port, $0.target.expression) }
    let driven = outputs.compactMap { if case .signal(let signal) = $0.target { signal } else { nil } }
    return driven.map { .wire($0.name, width: $0.width) } + [.instance(use.instance(role, clock + ports))]
  }
}

extension OperatorDatapath.Boundary {
  fileprivate var cell: CellUse { CellUse(.cut, [("WIDTH", .integer(width)), ("REGISTERED", isCut ? 1 : 0)]) }

  fileprivate var items: [Item] {
    let ports: [(String, Expression?)] = [
      ("aclk", "aclk"), ("enable", "enable"), ("d", .concatenation(signals.map { .identifier($0.before.name) })),
      ("q", .concatenation(signals.map { .identifier($0.behind.name) })),
    ]
    return signals.map { .wire($0.behind.name, width: $0.behind.width) }
      + [.instance(cell.instance("u_cut_\(number)", ports))]
  }
}

extension OperatorDatapath.Target {
  fileprivate var expression: Expression? {
    switch self {
    case .signal(let signal): .identifier(signal.name)
    case .result: "result"
    case .resultBit(let index): Expression("result")[.integer(index)]
    }
  }
}

extension OperatorDatapath.Value {
  fileprivate var expression: Expression {
    switch self {
    case .operand(let name, _): .identifier(name)
    case .slice(let name, let low, let width):
      Expression.identifier(name)[.integer(low + width - 1), .integer(low)]
    case .signal(let signal): .identifier(signal.name)
    case .flag(let value): .bit(value)
    case .zeros(let width): .zeros(width)
    case .code(let code, let width): .sized(width: width, radix: .hexadecimal, digits: String(code, radix: 16))
    case .concatenation(let values): .concatenation(values.map(\.expression))
    case .sum(let a, let b, let subtracts): subtracts ? a.extended - b.extended : a.extended + b.extended
    case .equal(let a, let b): a.expression.equals(b.expression)
    case .either(let a, let b): a.expression | b.expression
    case .select(let flag, let a, let b): flag.expression.select(a.expression, b.expression)
    }
  }
}

extension OperatorDatapath.Signal {
  /// With its sign bit once more.
  fileprivate var extended: Expression {
    .concat(Expression.identifier(name)[.integer(width - 1)], .identifier(name))
  }
}
