internal import Support

extension OperatorFormat {
  /// The code nearest to another format's value; what is no number stays none where there is a code for that.
  package func convert(
    _ code: UInt32, from source: any NumberFormat, overflow: Overflow = .toInfinity
  ) -> UInt32 {
    self.code(of: source.machineNumber(of: code), overflow)
  }
}

extension NumberFormat {
  /// The code nearest to a value of any format, saturating; what is no number becomes zero where there is no code for it.
  package func converted(_ code: UInt32, from source: any NumberFormat) -> UInt32 {
    if let format = self as? any OperatorFormat { return format.convert(code, from: source, overflow: .saturate) }
    switch source.extendedValue(of: code) {
    case .zero, .notANumber: return zeroCode
    case .number(let value): return encode(value)
    case .infinity(let negative): return negative ? lowestCode : highestCode
    }
  }

  /// What a code stands for, in machine words.
  fileprivate func machineNumber(of code: UInt32) -> MachineNumber {
    if let format = self as? any OperatorFormat { return format.number(of: code) }
    guard hasValue(code) else {
      return MachineNumber(kind: .notANumber, negative: false, significand: 0, exponent: 0)
    }
    let operand = operand(of: code)
    return MachineNumber(
      negative: operand.negative && operand.significand != 0, significand: UInt64(operand.significand),
      exponent: operand.shift + operandShape.lsb)
  }
}
