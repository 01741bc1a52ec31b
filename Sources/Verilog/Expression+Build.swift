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

  /// The constant 0 of so many bits.
  package static func zeros(_ width: Int) -> Expression { .literal(0, width: width) }
  /// A constant of one bit.
  package static func bit(_ value: Bool) -> Expression { .sized(width: 1, radix: .binary, digits: value ? "1" : "0") }

  /// One bit of a vector.
  package subscript(_ bit: Expression) -> Expression { .index(self, bit) }
  /// The bits from `top` down to `bottom`, both constant.
  package subscript(_ top: Expression, _ bottom: Expression) -> Expression { .slice(self, top: top, bottom: bottom) }
  /// `width` bits from `base` on, whose position may vary.
  package subscript(from base: Expression, width width: Expression) -> Expression {
    .part(self, base: base, width: width)
  }

  /// Vectors side by side, the first one in the highest bits.
  package static func concat(_ parts: Expression...) -> Expression { .concatenation(parts) }

  /// 1 where the operand is 0.
  package static prefix func ! (a: Expression) -> Expression { .unary(.not, a) }
  /// Every bit inverted.
  package static prefix func ~ (a: Expression) -> Expression { .unary(.complement, a) }
  /// The opposite modulo 2^width.
  package static prefix func - (a: Expression) -> Expression { .unary(.negate, a) }
  /// The product, in the width of the context.
  package static func * (a: Expression, b: Expression) -> Expression { .binary(a, .multiply, b) }
  /// The sum, in the width of the context.
  package static func + (a: Expression, b: Expression) -> Expression { .binary(a, .add, b) }
  /// The difference, in the width of the context.
  package static func - (a: Expression, b: Expression) -> Expression { .binary(a, .subtract, b) }
  /// Bits that both have.
  package static func & (a: Expression, b: Expression) -> Expression { .binary(a, .and, b) }
  /// Bits that one of them has.
  package static func | (a: Expression, b: Expression) -> Expression { .binary(a, .or, b) }
  /// Bits that exactly one of them has.
  package static func ^ (a: Expression, b: Expression) -> Expression { .binary(a, .exclusiveOr, b) }
  /// 1 where both differ from 0.
  package static func && (a: Expression, b: Expression) -> Expression { .binary(a, .logicalAnd, b) }
  /// 1 where one differs from 0.
  package static func || (a: Expression, b: Expression) -> Expression { .binary(a, .logicalOr, b) }

  /// 1 where both are equal.
  package func equals(_ other: Expression) -> Expression { .binary(self, .equal, other) }
  /// 1 where they differ.
  package func differs(from other: Expression) -> Expression { .binary(self, .notEqual, other) }
  /// 1 where this one is smaller, as signed numbers where both are signed.
  package func isLess(than other: Expression) -> Expression { .binary(self, .less, other) }
  /// `self ? a : b`.
  package func select(_ a: Expression, _ b: Expression) -> Expression { .conditional(self, a, b) }
  /// The same bits, read in two's complement.
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
