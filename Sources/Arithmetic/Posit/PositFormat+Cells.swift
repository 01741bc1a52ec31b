extension PositFormat {
  package func decoderCell() -> CellUse? {
    CellUse(CellContract(.decoder, "posit_decode"), parameters + [("SHIFT_WIDTH", .integer(operandShape.shiftWidth))])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "posit_encode"),
      parameters + [
        ("INPUT_WIDTH", .integer(inputWidth)), ("EXPONENT", .integer(exponent)), ("LOWEST", parameter(lowest)),
        ("HIGHEST", parameter(highest)),
      ])
  }

  package func compareCell() -> CellUse {
    CellUse(CellContract(.compare, "fixed_greater"), [("WIDTH", .integer(width)), ("SIGNED", 1)])
  }

  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    if multiplier.isExact { return OperatorCell(CellContract(.operation, "posit_multiply"), parameters, boundaries: 3) }
    guard let core = (multiplier as? any LogarithmicMultiplier)?.core, core.isWhole else { return nil }
    return OperatorCell(
      CellContract(.operation, "posit_plam"), parameters + [("COMPENSATED", .flag(core.isCompensated))], boundaries: 3)
  }

  package func sumOperator(subtracts: Bool) -> OperatorCell? {
    OperatorCell(CellContract(.operation, "posit_add"), parameters + [("SUBTRACT", .flag(subtracts))], boundaries: 5)
  }

  package func comparisonOperator() -> OperatorCell? { nil }

  private var parameters: [(name: String, value: CellUse.Value)] {
    [("WIDTH", .integer(width)), ("ES", .integer(exponentWidth))]
  }
}
