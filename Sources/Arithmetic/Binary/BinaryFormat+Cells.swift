extension BinaryFormat {
  package func decoderCell() -> CellUse? { CellUse(CellContract(.decoder, "binary_decode")) }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "binary_encode"),
      [("INPUT_WIDTH", .integer(inputWidth)), ("LOWEST", parameter(lowest)), ("HIGHEST", parameter(highest))])
  }

  package func compareCell() -> CellUse { CellUse(CellContract(.compare, "binary_greater")) }
}
