extension FixedPointFormat {
  package func decoderCell() -> CellUse? { nil }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      "mantissa_fixed_encode",
      [
        ("INPUT_WIDTH", "\(inputWidth)"), ("RIGHT_SHIFT", "\(-exponent - fraction)"), ("WIDTH", "\(width)"),
        ("SIGNED", Self.isSigned ? "1" : "0"), ("LOWEST", literal(lowest)), ("HIGHEST", literal(highest)),
      ])
  }

  package func compareCell() -> CellUse {
    CellUse("mantissa_fixed_greater", [("WIDTH", "\(width)"), ("SIGNED", Self.isSigned ? "1" : "0")])
  }
}
