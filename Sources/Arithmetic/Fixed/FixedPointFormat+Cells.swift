extension FixedPointFormat {
  package func decoderCell() -> CellUse? { nil }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "fixed_encode", canBeCut: true),
      [
        ("INPUT_WIDTH", .integer(inputWidth)), ("RIGHT_SHIFT", .integer(-exponent - fraction)),
        ("WIDTH", .integer(width)),
        ("SIGNED", .flag(Self.isSigned)), ("LOWEST", parameter(lowest)), ("HIGHEST", parameter(highest)),
      ], path: encoding(inputWidth, shift: -exponent - fraction))
  }

  /// Rounding, then saturation.
  private func encoding(_ input: Int, shift: Int) -> [[PathElement]] {
    let rounded = max(2, input - shift + 1)
    return [
      shift > 0 ? [.any(of: min(shift, input)), .carry(rounded)] : [], [.any(of: rounded - width), .levels(1)],
    ]
  }

  package func compareCell() -> CellUse {
    CellUse(CellContract(.compare, "fixed_greater"), [("WIDTH", .integer(width)), ("SIGNED", .flag(Self.isSigned))])
  }
}
