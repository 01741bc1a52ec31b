extension TernaryFormat {
  package func decoderCell() -> CellUse? { CellUse(CellContract(.decoder, "ternary_decode")) }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "ternary_encode"),
      [
        ("INPUT_WIDTH", .integer(inputWidth)), ("HALF", .integer(-exponent - 1)), ("LOWEST", parameter(lowest)),
        ("HIGHEST", parameter(highest)),
      ])
  }

  /// The code is a sign beside a one-bit magnitude.
  package func compareCell() -> CellUse { CellUse(CellContract(.compare, "float_greater"), [("WIDTH", 2)]) }
}
