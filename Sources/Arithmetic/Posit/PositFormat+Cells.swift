extension PositFormat {
  package func decoderCell() -> CellUse? {
    CellUse("mantissa_posit_decode", cellParameters + [("SHIFT_WIDTH", "\(operandShape.shiftWidth)")])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      "mantissa_posit_encode",
      cellParameters + [
        ("INPUT_WIDTH", "\(inputWidth)"), ("EXPONENT", "\(exponent)"), ("LOWEST", literal(lowest)),
        ("HIGHEST", literal(highest)),
      ])
  }

  package func compareCell() -> CellUse {
    CellUse("mantissa_fixed_greater", [("WIDTH", "\(width)"), ("SIGNED", "1")])
  }
}
