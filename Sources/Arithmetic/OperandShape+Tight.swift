extension NumberFormat {
  /// The shape that just holds the operands of some codes: its lowest bit is that of the smallest of them, 0 apart.
  ///
  /// Trained weights use few of the binades of a float or a posit, so products and sums become much narrower.
  package func operandShape(of codes: some Sequence<UInt32>) -> OperandShape {
    var shape = operandShape
    guard shape.maximumShift > 0 else { return shape }
    var (least, most) = (Int.max, 0)
    for code in codes {
      let operand = operand(of: code)
      guard operand.significand != 0 else { continue }
      (least, most) = (min(least, operand.shift), max(most, operand.shift))
    }
    if least > most { least = most }
    shape.lsb += least
    shape.maximumShift = most - least
    return shape
  }

  /// The operand of a code in the units of a shape that `operandShape(of:)` made of codes with this one among them.
  package func operand(of code: UInt32, in shape: OperandShape) -> Operand {
    var operand = operand(of: code)
    operand.shift = operand.significand == 0 ? 0 : operand.shift - (shape.lsb - operandShape.lsb)
    return operand
  }
}
