package import BigInt

/// One product, `(-1)^negative * significand * 2^(shift + lsb)` with the lsb of its multiplier's product shape.
///
/// The significand is a magnitude, whatever the shape's sign form.
package struct Product: Hashable, Sendable {
  package var negative: Bool
  package var significand: UInt64
  package var shift: Int

  package init(negative: Bool, significand: UInt64, shift: Int) {
    self.negative = negative
    self.significand = significand
    self.shift = shift
  }

  /// The product in units of the shape's lsb.
  package var integer: BigInt {
    let magnitude = BigInt(significand) << shift
    return negative ? -magnitude : magnitude
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
