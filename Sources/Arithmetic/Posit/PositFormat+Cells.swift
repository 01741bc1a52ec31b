extension PositFormat {
  package func decoderCell() -> CellUse? {
    CellUse("mantissa_posit_decode", parameters + [("SHIFT_WIDTH", "\(operandShape.shiftWidth)")])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      "mantissa_posit_encode",
      parameters + [
        ("INPUT_WIDTH", "\(inputWidth)"), ("EXPONENT", "\(exponent)"), ("LOWEST", literal(lowest)),
        ("HIGHEST", literal(highest)),
      ])
  }

  package func compareCell() -> CellUse {
    CellUse("mantissa_fixed_greater", [("WIDTH", "\(width)"), ("SIGNED", "1")])
  }

  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    if multiplier.isExact { return OperatorCell("mantissa_posit_multiply", parameters, boundaries: 3) }
    guard let core = (multiplier as? any LogarithmicMultiplier)?.core, core.isWhole else { return nil }
    return OperatorCell(
      "mantissa_posit_plam", parameters + [("COMPENSATED", core.isCompensated ? "1" : "0")], boundaries: 3)
  }

  package func sumOperator(subtracts: Bool) -> OperatorCell? {
    OperatorCell("mantissa_posit_add", parameters + [("SUBTRACT", subtracts ? "1" : "0")], boundaries: 5)
  }

  package func comparisonOperator() -> OperatorCell? { nil }

  private var parameters: [(name: String, value: String)] { [("WIDTH", "\(width)"), ("ES", "\(exponentWidth)")] }
}
