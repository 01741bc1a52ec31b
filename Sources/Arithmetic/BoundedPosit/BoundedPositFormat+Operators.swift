internal import Support

/// The arithmetic of posits: one zero, one NaR, no overflow and no underflow.
extension BoundedPositFormat: OperatorFormat {
  package var notANumber: UInt32 { notAReal }
  package var ordersNotANumber: Bool { true }
  package var propagatedCode: UInt32? { notAReal }
  package var roundingRule: String { "the nearest bounded posit on the bit string, ties to even" }

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

/// The cells are those of posits, with a bound on the regime.
extension BoundedPositFormat {
  package func decoderCell() -> CellUse? {
    CellUse(CellContract(.decoder, "posit_decode"), parameters + [("SHIFT_WIDTH", .integer(operandShape.shiftWidth))])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "posit_encode"),
      parameters + [
        ("INPUT_WIDTH", .integer(inputWidth)), ("EXPONENT", .integer(exponent)), ("LOWEST", parameter(lowest)),
        ("HIGHEST", parameter(highest)),
      ])
  }

  package func compareCell() -> CellUse {
    CellUse(CellContract(.compare, "fixed_greater"), [("WIDTH", .integer(width)), ("SIGNED", 1)])
  }

  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    guard multiplier.isExact else { return nil }
    return OperatorCell(CellContract(.operation, "posit_multiply"), parameters, boundaries: 3)
  }

  package func sumOperator(subtracts: Bool) -> OperatorCell? {
    OperatorCell(CellContract(.operation, "posit_add"), parameters + [("SUBTRACT", .flag(subtracts))], boundaries: 5)
  }

  package func comparisonOperator() -> OperatorCell? { nil }

  private var parameters: [(name: String, value: CellUse.Value)] {
    [("WIDTH", .integer(width)), ("ES", .integer(exponentWidth)), ("REGIME", .integer(regimeWidth))]
  }
}
