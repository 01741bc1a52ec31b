/// A Verilog expression. A string literal is an identifier, an integer literal an unsized decimal.
package indirect enum Expression: Sendable, Hashable {
  /// A name, hierarchical names included.
  case identifier(String)
  /// An unsized decimal.
  case integer(Int)
  /// `width'radix digits`, for example `8'hff`.
  case sized(width: Int, radix: Radix, digits: String)
  case string(String)
  /// `vector[index]`.
  case index(Expression, Expression)
  /// `vector[top:bottom]`.
  case slice(Expression, top: Expression, bottom: Expression)
  /// `vector[base +: width]`.
  case part(Expression, base: Expression, width: Expression)
  /// `{first, ...}`, the first in the highest bits.
  case concatenation([Expression])
  /// `{count{value}}`.
  case repetition(Expression, Expression)
  case unary(UnaryOperator, Expression)
  case binary(Expression, BinaryOperator, Expression)
  case conditional(Expression, Expression, Expression)
  /// A function, for example `$signed`.
  case call(String, [Expression])

  /// The base that the digits of a sized constant are in.
  package enum Radix: String, Sendable, Hashable {
    case binary = "b"
    case decimal = "d"
    case hexadecimal = "h"
  }
}

/// Operators before an operand.
package enum UnaryOperator: String, Sendable, Hashable {
  case not = "!"
  case complement = "~"
  case negate = "-"
  case allOnes = "&"
  case anyOne = "|"
  case parity = "^"
}

/// Operators between two operands.
package enum BinaryOperator: String, Sendable, Hashable {
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case add = "+"
  case subtract = "-"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case arithmeticShiftRight = ">>>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case and = "&"
  case exclusiveOr = "^"
  case or = "|"
  case logicalAnd = "&&"
  case logicalOr = "||"

  /// Binds tighter when higher, as in the table of IEEE 1364-2005, 5.1.2.
  var precedence: Int {
    switch self {
    case .multiply, .divide, .remainder: 11
    case .add, .subtract: 10
    case .shiftLeft, .shiftRight, .arithmeticShiftRight: 9
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 8
    case .equal, .notEqual: 7
    case .and: 6
    case .exclusiveOr: 5
    case .or: 4
    case .logicalAnd: 3
    case .logicalOr: 2
    }
  }

  /// Whether a reader knows the precedence by heart, so that no parentheses are needed inside this operator.
  var isFamiliar: Bool {
    switch self {
    case .multiply, .add, .subtract, .logicalAnd, .logicalOr, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal,
      .notEqual:
      true
    case .divide, .remainder, .shiftLeft, .shiftRight, .arithmeticShiftRight, .and, .exclusiveOr, .or: false
    }
  }

  var isAssociative: Bool {
    switch self {
    case .multiply, .add, .and, .exclusiveOr, .or, .logicalAnd, .logicalOr: true
    default: false
    }
  }
}

extension Expression: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// A name.
  package init(stringLiteral value: String) { self = .identifier(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
}
