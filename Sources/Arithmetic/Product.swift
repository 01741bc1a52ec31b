package import BigInt
internal import Support

/// One product, `(-1)^negative * significand * 2^(shift + lsb)`, the lsb being the sum of those of the operands' shapes.
///
/// The significand is a magnitude, whatever the shape's sign form; the shift may be negative.
package struct Product: Hashable, Sendable {
  /// Whether the product is below zero; for zero it may be either.
  package var negative: Bool
  /// The magnitude in units of `2^shift` times those of the operands.
  package var significand: UInt64
  /// The power of two, which may be negative.
  package var shift: Int

  /// A product of its parts.
  package init(negative: Bool, significand: UInt64, shift: Int) {
    self.negative = negative
    self.significand = significand
    self.shift = shift
  }

  /// The product in units of 2^`unit` times those of its operands, rounded towards minus infinity.
  package func integer(unit: Int) -> BigInt {
    let magnitude = BigInt(significand)
    return (negative ? -magnitude : magnitude).floorShifted(right: unit - shift)
  }
}

extension OperandShape {
  /// The form of an exact product of operands of the two shapes.
  package static func * (a: OperandShape, b: OperandShape) -> OperandShape {
    let isSigned = a.sign == .twosComplement || b.sign == .twosComplement
    let isSeparate = a.sign == .separate || b.sign == .separate
    // One unsigned bit gates the other significand and so adds none.
    let isGate = !isSigned && min(a.significandWidth, b.significandWidth) == 1
    return OperandShape(
      sign: isSigned ? .twosComplement : isSeparate ? .separate : .unsigned,
      significandWidth: a.significandWidth + b.significandWidth - (isGate ? 1 : 0),
      maximumShift: a.maximumShift + b.maximumShift, lsb: a.lsb + b.lsb)
  }
}
