internal import Arithmetic
package import Datapath
package import Support

extension OperatorDatapath {
  /// The C++ header `<name>.h`: an inline function of the operator's name, over the cells' headers in `mantissa/`.
  ///
  /// Throws when a cell has no C++, or not with these parameters.
  package func header(_ comment: [String]) throws(Failure) -> String {
    try cells.checkHeaders(of: "operator '\(name)'")
    let guardName = name.uppercased() + "_H"
    let includes = Set(cells.map(\.header) + ["mantissa_bits.h"]).sorted().map { "#include \"mantissa/\($0)\"\n" }
    return """
      \(Cpp.comment(["\(name).h -- \(comment[0])"] + comment.dropFirst()))
      #ifndef \(guardName)
      #define \(guardName)

      \(includes.joined())
      \(function)

      #endif

      """
  }

  /// The headers of its cells and of what they include.
  package var cellHeaders: [String] { CellHeaders.closure(of: cells.map(\.header) + ["mantissa_bits.h"]) }

  /// The type of the result, and the parameters of a function that computes it from values.
  package var resultType: String { Cpp.unsigned(resultWidth) }
  package var parameterList: String {
    operands.map { "\(Cpp.unsigned($0.width)) \($0.name)" }.joined(separator: ", ")
  }

  private var function: String {
    var body = FunctionBody()
    for step in steps { body.add(step, resultWidth: resultWidth) }
    let lines = body.lines.map { "  \($0)\n" }.joined()
    let parameters = operands.map { "const \(Cpp.unsigned($0.width))& \($0.name)" }
    let head = "inline \(resultType) \(name)("
    let inline = parameters.joined(separator: ", ")
    let list =
      (head + inline).count < 116
      ? inline : "\n    " + parameters.joined(separator: ",\n    ")
    return "\(head)\(list)) {\n\(lines)}"
  }
}

/// The statements of an operator's function. Registers are the synthesis tool's affair: what stands behind a boundary is
/// what stands before it.
private struct FunctionBody {
  private(set) var lines: [String] = []
  /// What a signal is called.
  private var names: [String: String] = [:]

  mutating func add(_ step: OperatorDatapath.Step, resultWidth: Int) {
    switch step {
    case .define(let signal, let value):
      let type =
        switch value {
        case .equal, .either: "bool"
        case .sum: Cpp.signed(signal.width)
        default: Cpp.unsigned(signal.width)
        }
      state("const \(type) \(signal.name)", text(value))
      names[signal.name] = signal.name
    case .cell(let cell): add(cell)
    case .boundary(let boundary):
      for (before, behind) in boundary.signals { names[behind.name] = name(before) }
    case .result(.concatenation(let parts)): lines.append("return \(joined(parts, width: resultWidth));")
    case .result(let value): lines.append("return \(Cpp.unsigned(resultWidth))(\(text(value)));")
    }
  }

  private mutating func add(_ cell: OperatorDatapath.Cell) {
    let call = "\(cell.use.function())(\(arguments(of: cell).joined(separator: ", ")))"
    let outputs = cell.outputs.compactMap { if case .signal(let signal) = $0.target { signal } else { nil } }
    guard let first = outputs.first else { return lines.append("return \(call);") }
    switch cell.use.contract.kind {
    case .decoder:
      // The operand bears the name that its parts have in common.
      let operand = String(first.name.dropLast("_sign".count)) + "_operand"
      state("const mantissa::operand<\(outputs[1].width), \(outputs[2].width)> \(operand)", call)
      for (signal, part) in zip(outputs, ["sign", "significand", "shift"]) { names[signal.name] = "\(operand).\(part)" }
    case .product, .align, .tree: declare(first, Cpp.signed(first.width), call)
    case .compare: declare(first, "bool", call)
    case .encoder, .unary, .operation, .comparison, .cut, .memory, .stream:
      declare(first, Cpp.unsigned(first.width), call)
    }
  }

  private mutating func declare(_ signal: OperatorDatapath.Signal, _ type: String, _ value: String) {
    state("const \(type) \(signal.name)", value)
    names[signal.name] = signal.name
  }

  private mutating func arguments(of cell: OperatorDatapath.Cell) -> [String] {
    let values = cell.inputs.map(\.value)
    switch cell.use.contract.kind {
    case .product: return [operand(Array(values[0..<3])), operand(Array(values[3..<6]))]
    case .align: return [operand(values)]
    case .tree:
      guard case .concatenation(let parts) = values[0] else { return values.map { text($0) } }
      let terms = parts.reversed().map { text($0) }
      state("const \(Cpp.signed(parts[0].width)) terms[\(terms.count)]", "{\(terms.joined(separator: ", "))}")
      return ["terms"]
    default: return values.map { text($0) }
    }
  }

  /// A sign, a significand and a shift: a decoded operand, or one put together.
  private mutating func operand(_ parts: [OperatorDatapath.Value]) -> String {
    let sign = text(parts[0])
    if sign.hasSuffix(".sign") { return String(sign.dropLast(".sign".count)) }
    let (code, widths) = (text(parts[1]), "<\(parts[1].width), \(parts[2].width)>")
    let name = String(code.dropLast("_significand".count)) + "_operand"
    state("const mantissa::operand\(widths) \(name)", "mantissa::plain_operand\(widths)(\(code))")
    return name
  }

  /// A declaration, broken where it is long.
  private mutating func state(_ declaration: String, _ value: String) {
    let isLong = declaration.count + value.count > 112
    lines.append(declaration + (isLong ? " =\n      " : " = ") + value + ";")
  }

  private func name(_ signal: OperatorDatapath.Signal) -> String { names[signal.name] ?? signal.name }

  private func text(_ value: OperatorDatapath.Value) -> String {
    switch value {
    case .operand(let name, _): name
    case .slice(let name, let low, let width): "mantissa::slice<\(width)>(\(name), \(low))"
    case .signal(let signal): name(signal)
    case .flag(let value): "\(value)"
    case .zeros(let width): "\(Cpp.unsigned(width))(0)"
    case .code(let code, let width): "\(Cpp.unsigned(width))(0x\(String(code, radix: 16)))"
    case .concatenation(let parts): joined(parts, width: value.width)
    case .sum(let a, let b, let subtracts): "\(name(a)) \(subtracts ? "-" : "+") \(name(b))"
    case .equal(let a, let b): "\(text(a)) == \(text(b))"
    case .either(let a, let b): "\(text(a)) || \(text(b))"
    case .select(let flag, let a, let b): "\(text(flag)) ? \(text(a)) : \(text(b))"
    }
  }

  /// Parts beside each other, the first in the highest bits; what is 0 adds nothing.
  private func joined(_ parts: [OperatorDatapath.Value], width: Int) -> String {
    let type = Cpp.unsigned(width)
    var low = width
    let shifted = parts.compactMap { part -> String? in
      low -= part.width
      if case .flag(false) = part { return nil }
      let wide = "\(type)(\(text(part)))"
      return low > 0 ? "\(type)(\(wide) << \(low))" : wide
    }
    return shifted.joined(separator: " | ")
  }
}

extension OperatorDatapath.Value {
  /// Its bits.
  fileprivate var width: Int {
    switch self {
    case .operand(_, let width), .slice(_, _, let width), .zeros(let width), .code(_, let width): width
    case .signal(let signal): signal.width
    case .flag, .equal, .either: 1
    case .concatenation(let parts): parts.reduce(0) { $0 + $1.width }
    case .sum(let a, _, _): a.width + 1
    case .select(_, let a, _): a.width
    }
  }
}
