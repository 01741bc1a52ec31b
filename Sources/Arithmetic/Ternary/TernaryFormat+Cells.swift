extension TernaryFormat {
  package func decoderCell() -> CellUse? { CellUse("mantissa_ternary_decode") }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      "mantissa_ternary_encode",
      [
        ("INPUT_WIDTH", "\(inputWidth)"), ("HALF", "\(-exponent - 1)"), ("LOWEST", literal(lowest)),
        ("HIGHEST", literal(highest)),
      ])
  }

  /// The code is a sign beside a one-bit magnitude.
  package func compareCell() -> CellUse { CellUse("mantissa_float_greater", [("WIDTH", "2")]) }
}
