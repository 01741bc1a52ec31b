internal import Support

/// Posit arithmetic: one zero, one NaR, no overflow and no underflow.
extension PositFormat: OperatorFormat {
  package var notANumber: UInt32 { notAReal }
  package var ordersNotANumber: Bool { true }
  package var propagatedCode: UInt32? { notAReal }
  package var roundingRule: String { "the nearest posit on the bit string, ties to even" }

  /// NaR, as posits have no infinities.
  package func infinity(negative: Bool) -> UInt32 { notAReal }

  package func extended(_ code: UInt32) -> ExtendedValue {
    value(of: code).map { ExtendedValue($0) } ?? .notANumber
  }

  package func code(_ value: ExtendedValue, overflow: Overflow) -> UInt32 {
    switch value {
    case .zero: 0
    case .number(let number): encode(number)
    case .infinity, .notANumber: notAReal
    }
  }

  @inline(__always)
  package func number(of code: UInt32) -> MachineNumber {
    let fields = fields(of: code)
    return MachineNumber(
      kind: code == notAReal ? .notANumber : .finite, negative: fields.negative,
      significand: code == 0 ? 0 : fields.significand, exponent: fields.scale &- fractionWidth)
  }

  @inline(__always)
  package func code(_ number: MachineNumber, sticky: Bool, overflow: Overflow) -> UInt32 {
    round(negative: number.negative, significand: number.significand, exponent: number.exponent, sticky: sticky)
  }
}

extension PositFormat {
  /// Whether `fastSigmoid` approximates the sigmoid: without exponent bits only.
  package var hasFastSigmoid: Bool { exponentWidth == 0 }

  /// `1 / (1 + e^-x)` on the bit string: the sign bit flipped, two places to the right.
  ///
  /// Off by up to 0.0607 in `posit<8,0>` and 0.0490 in `posit<16,0>`; NaR gives 0.
  /// Source: Gustafson & Yonemoto, Beating Floating Point at its Own Game, 2017.
  package func fastSigmoid(_ code: UInt32) -> UInt32 { (code ^ notAReal) >> 2 }
}
