internal import Support

extension FloatFormat {
  package func decoderCell() -> CellUse? {
    CellUse(CellContract(.decoder, "float_decode"), parameters + [("SHIFT_WIDTH", .integer(operandShape.shiftWidth))])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "float_encode", canBeCut: true),
      parameters + [
        ("INPUT_WIDTH", .integer(inputWidth)), ("EXPONENT", .integer(exponent - lsb)), ("LOWEST", parameter(lowest)),
        ("HIGHEST", parameter(highest)),
      ], path: encoding(inputWidth, exponent - lsb))
  }

  /// The magnitude piece by piece, the shift stage by stage, what decides the rounding, the rounding, the choice of limits: as
  /// mantissa_float_encode counts them.
  private func encoding(_ input: Int, _ exponent: Int) -> [[PathElement]] {
    let room = exponent + input - 1 - fractionWidth
    let above = room >= 0 ? 0 : min(-room, fractionWidth + 2)
    let places = min(max(0, room), max(input + above, fractionWidth + 3) - 1)
    let stages = places == 0 ? 0 : bits(for: places + 1)
    return CellUse.adding(input) + CellUse.shifting(stages, levels: 3) + [
      [.any(of: input)], [.levels(1), .carry(width)], [.carry(width), .levels(1)],
    ]
  }

  package func compareCell() -> CellUse {
    CellUse(
      CellContract(.compare, "float_greater"),
      [("WIDTH", .integer(width))] + (variant == .ieee ? [] : [("FLUSHED", .integer(fractionWidth))]))
  }

  private var widths: [(name: String, value: CellUse.Value)] {
    [("EXPONENT_WIDTH", .integer(exponentWidth)), ("FRACTION_WIDTH", .integer(fractionWidth))]
  }

  private var parameters: [(name: String, value: CellUse.Value)] {
    widths + (variant == .ieee ? [] : [("VARIANT", .integer(variant.rawValue))])
  }
}

/// The operators' cells, which do not know the finite variant but for comparing.
extension FloatFormat {
  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    if multiplier.isExact { return rounded("float_multiply", boundaries: 4) }
    guard let core = (multiplier as? any LogarithmicMultiplier)?.core, core.isWhole, !core.isCompensated else {
      return nil
    }
    return rounded("float_logarithmic", boundaries: 3)
  }

  package func sumOperator(subtracts: Bool) -> OperatorCell? {
    rounded("float_add", [("SUBTRACT", .flag(subtracts))], boundaries: 4)
  }

  package func comparisonOperator() -> OperatorCell? {
    OperatorCell(
      CellContract(.comparison, "float_compare"),
      widths + [("FLUSH", variant == .ieee ? 0 : 1), ("SATURATE", .flag(variant == .finite))], boundaries: 3)
  }

  private func rounded(
    _ name: String, _ more: [(name: String, value: CellUse.Value)] = [], boundaries: Int
  ) -> OperatorCell? {
    guard variant != .finite else { return nil }
    return OperatorCell(
      CellContract(.operation, name), widths + [("FLUSH", .flag(variant == .flush))] + more,
      saturation: [("SATURATE", 1)],
      boundaries: boundaries)
  }
}
