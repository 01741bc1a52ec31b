// Short ways to write expressions.
extension Expression {
  /// An unsigned number of stated width; decimal to 16 bits, hexadecimal above.
  ///
  /// - Precondition: `value` fits into `width` bits.
  package static func literal(_ value: Int, width: Int) -> Expression {
    precondition(value >= 0 && (width >= Int.bitWidth || value >> width == 0), "a literal fits into its width")
    guard width > 16 else { return .sized(width: width, radix: .decimal, digits: String(value)) }
    return .sized(width: width, radix: .hexadecimal, digits: String(value, radix: 16))
  }

  /// The two's complement bits of a number, `width` of them, in hexadecimal.
  package static func pattern(_ value: Int128, width: Int) -> Expression {
    .sized(width: width, radix: .hexadecimal, digits: hexDigits(value, width: width))
  }

  package static func zeros(_ width: Int) -> Expression { .literal(0, width: width) }
  package static func bit(_ value: Bool) -> Expression { .sized(width: 1, radix: .binary, digits: value ? "1" : "0") }

  package subscript(_ bit: Expression) -> Expression { .index(self, bit) }
  package subscript(_ top: Expression, _ bottom: Expression) -> Expression { .slice(self, top: top, bottom: bottom) }
  package subscript(from base: Expression, width width: Expression) -> Expression {
    .part(self, base: base, width: width)
  }

  package static func concat(_ parts: Expression...) -> Expression { .concatenation(parts) }

  package static prefix func ! (a: Expression) -> Expression { .unary(.not, a) }
  package static prefix func ~ (a: Expression) -> Expression { .unary(.complement, a) }
  package static prefix func - (a: Expression) -> Expression { .unary(.negate, a) }
  package static func * (a: Expression, b: Expression) -> Expression { .binary(a, .multiply, b) }
  package static func + (a: Expression, b: Expression) -> Expression { .binary(a, .add, b) }
  package static func - (a: Expression, b: Expression) -> Expression { .binary(a, .subtract, b) }
  package static func & (a: Expression, b: Expression) -> Expression { .binary(a, .and, b) }
  package static func | (a: Expression, b: Expression) -> Expression { .binary(a, .or, b) }
  package static func ^ (a: Expression, b: Expression) -> Expression { .binary(a, .exclusiveOr, b) }
  package static func && (a: Expression, b: Expression) -> Expression { .binary(a, .logicalAnd, b) }
  package static func || (a: Expression, b: Expression) -> Expression { .binary(a, .logicalOr, b) }

  package func equals(_ other: Expression) -> Expression { .binary(self, .equal, other) }
  package func differs(from other: Expression) -> Expression { .binary(self, .notEqual, other) }
  package func isLess(than other: Expression) -> Expression { .binary(self, .less, other) }
  /// `self ? a : b`.
  package func select(_ a: Expression, _ b: Expression) -> Expression { .conditional(self, a, b) }
  package var signed: Expression { .call("$signed", [self]) }
}

/// The low `width` bits of a two's complement number, as `(width + 3) / 4` lower-case hex digits.
package func hexDigits(_ value: Int128, width: Int) -> String {
  let digits = (width + 3) / 4
  var text = ""
  for place in (0..<digits).reversed() {
    let bits = min(4, width - 4 * place)
    let shift = 4 * place
    let nibble = Int(truncatingIfNeeded: shift < 128 ? value >> Int128(shift) : value >> 127) & ((1 << bits) - 1)
    text += String(nibble, radix: 16)
  }
  return text
}
