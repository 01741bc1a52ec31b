extension Expression: CustomStringConvertible {
  package var description: String {
    switch self {
    case .identifier(let name): name
    case .integer(let value): String(value)
    case .sized(let width, let radix, let digits): "\(width)'\(radix.rawValue)\(digits)"
    case .string(let text): "\"\(text)\""
    case .index(let vector, let index): "\(vector)[\(index.tight)]"
    case .slice(let vector, let top, let bottom): "\(vector)[\(top.tight):\(bottom.tight)]"
    case .part(let vector, let base, let width): "\(vector)[\(base.tight) +: \(width.tight)]"
    case .concatenation(let parts): "{\(parts.map(\.description).joined(separator: ", "))}"
    case .repetition(let count, let value): "{\(count.asPrimary){\(value)}}"
    case .unary(let op, let operand): op.rawValue + operand.asPrimary
    case .binary(let left, let op, let right):
      "\(left.asOperand(of: op, onRight: false)) \(op.rawValue) \(right.asOperand(of: op, onRight: true))"
    case .conditional(let test, let yes, let no):
      "\(test.asCondition) ? \(yes.asCondition) : \(no.isConditional ? no.description : no.asCondition)"
    case .call(let name, let arguments): "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
    }
  }

  /// The text without spaces, as it is usual between brackets, when it is short arithmetic.
  var tight: String {
    switch self {
    case .binary(_, .add, _), .binary(_, .subtract, _), .binary(_, .multiply, _):
      description.filter { $0 != " " }
    default: description
    }
  }

  private var isConditional: Bool {
    if case .conditional = self { return true }
    return false
  }

  /// The text in parentheses unless it holds together by itself.
  private var asPrimary: String {
    switch self {
    case .unary, .binary, .conditional: "(\(self))"
    default: description
    }
  }

  private var asCondition: String { isConditional ? "(\(self))" : description }

  /// The text as an operand, with parentheses wherever precedence asks for them or a reader might wonder.
  private func asOperand(of outer: BinaryOperator, onRight: Bool) -> String {
    switch self {
    case .conditional: return "(\(self))"
    case .binary(_, let inner, _):
      if inner == outer, outer.isAssociative { return description }
      let binds = onRight ? inner.precedence > outer.precedence : inner.precedence >= outer.precedence
      return binds && inner.isFamiliar && outer.isFamiliar ? description : "(\(self))"
    default: return description
    }
  }
}
