extension FixedPointFormat {
  package func decoderCell() -> CellUse? { nil }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "fixed_encode"),
      [
        ("INPUT_WIDTH", .integer(inputWidth)), ("RIGHT_SHIFT", .integer(-exponent - fraction)),
        ("WIDTH", .integer(width)),
        ("SIGNED", .flag(Self.isSigned)), ("LOWEST", parameter(lowest)), ("HIGHEST", parameter(highest)),
      ])
  }

  package func compareCell() -> CellUse {
    CellUse(CellContract(.compare, "fixed_greater"), [("WIDTH", .integer(width)), ("SIGNED", .flag(Self.isSigned))])
  }
}
