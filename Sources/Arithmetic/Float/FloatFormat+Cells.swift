extension FloatFormat {
  package func decoderCell() -> CellUse? {
    CellUse("mantissa_float_decode", parameters + [("SHIFT_WIDTH", "\(operandShape.shiftWidth)")])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      "mantissa_float_encode",
      parameters + [
        ("INPUT_WIDTH", "\(inputWidth)"), ("EXPONENT", "\(exponent - lsb)"), ("LOWEST", literal(lowest)),
        ("HIGHEST", literal(highest)),
      ])
  }

  package func compareCell() -> CellUse { CellUse("mantissa_float_greater", [("WIDTH", "\(width)")]) }

  private var parameters: [(name: String, value: String)] {
    [("EXPONENT_WIDTH", "\(exponentWidth)"), ("FRACTION_WIDTH", "\(fractionWidth)")]
      + (variant == .ieee ? [] : [("VARIANT", "\(variant.rawValue)")])
  }
}
