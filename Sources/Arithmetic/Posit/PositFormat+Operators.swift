extension PositFormat {
  package var roundingRule: String { "the nearest posit on the bit string, ties to even" }

  package var cellParameters: [(name: String, value: CellUse.Value)] {
    [("WIDTH", .integer(width)), ("ES", .integer(exponentWidth))]
  }

  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    if multiplier.isExact {
      return OperatorCell(CellContract(.operation, "posit_multiply"), cellParameters, boundaries: 3)
    }
    guard let core = (multiplier as? any LogarithmicMultiplier)?.core, core.isWhole else { return nil }
    return OperatorCell(
      CellContract(.operation, "posit_plam"), cellParameters + [("COMPENSATED", .flag(core.isCompensated))],
      boundaries: 3)
  }

  /// Whether `fastSigmoid` approximates the sigmoid: without exponent bits only.
  package var hasFastSigmoid: Bool { exponentWidth == 0 }

  /// `1 / (1 + e^-x)` on the bit string: the sign bit flipped, two places to the right.
  ///
  /// Off by up to 0.0607 in `posit<8,0>` and 0.0490 in `posit<16,0>`; NaR gives 0.
  /// Source: Gustafson & Yonemoto, Beating Floating Point at its Own Game, 2017.
  package func fastSigmoid(_ code: UInt32) -> UInt32 { (code ^ notAReal) >> 2 }
}
