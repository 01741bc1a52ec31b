extension BinaryFormat {
  package func decoderCell() -> CellUse? { CellUse("mantissa_binary_decode") }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      "mantissa_binary_encode",
      [("INPUT_WIDTH", "\(inputWidth)"), ("LOWEST", literal(lowest)), ("HIGHEST", literal(highest))])
  }

  package func compareCell() -> CellUse { CellUse("mantissa_binary_greater") }
}
