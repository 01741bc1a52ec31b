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

  package func compareCell() -> CellUse {
    CellUse(
      "mantissa_float_greater",
      [("WIDTH", "\(width)")] + (variant == .ieee ? [] : [("FLUSHED", "\(fractionWidth)")]))
  }

  private var widths: [(name: String, value: String)] {
    [("EXPONENT_WIDTH", "\(exponentWidth)"), ("FRACTION_WIDTH", "\(fractionWidth)")]
  }

  private var parameters: [(name: String, value: String)] {
    widths + (variant == .ieee ? [] : [("VARIANT", "\(variant.rawValue)")])
  }
}

/// The operators' cells, which do not know the finite variant but for comparing.
extension FloatFormat {
  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    if multiplier.isExact { return rounded("mantissa_float_multiply", boundaries: 4) }
    guard let core = (multiplier as? any LogarithmicMultiplier)?.core, core.isWhole, !core.isCompensated else {
      return nil
    }
    return rounded("mantissa_float_logarithmic", boundaries: 3)
  }

  package func sumOperator(subtracts: Bool) -> OperatorCell? {
    rounded("mantissa_float_add", [("SUBTRACT", subtracts ? "1" : "0")], boundaries: 4)
  }

  package func comparisonOperator() -> OperatorCell? {
    OperatorCell(
      "mantissa_float_compare",
      widths + [("FLUSH", variant == .ieee ? "0" : "1"), ("SATURATE", variant == .finite ? "1" : "0")], boundaries: 3)
  }

  private func rounded(
    _ module: String, _ more: [(name: String, value: String)] = [], boundaries: Int
  ) -> OperatorCell? {
    guard variant != .finite else { return nil }
    return OperatorCell(
      module, widths + [("FLUSH", variant == .flush ? "1" : "0")] + more, saturation: [("SATURATE", "1")],
      boundaries: boundaries)
  }
}
