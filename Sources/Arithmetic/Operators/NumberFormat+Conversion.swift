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
  /// The code that this format's encoder makes of another format's value: saturating, and every zero is +0.
  ///
  /// Infinities saturate; what is no number stays none, or becomes zero where there is no code for it.
  package func converted(_ code: UInt32, from source: any NumberFormat) -> UInt32 {
    switch source.machineNumber(of: code) {
    case let number where number.kind == .finite:
      if let format = self as? any OperatorFormat {
        return format.encode(
          negative: number.negative, significand: number.significand, exponent: number.exponent)
      }
      let magnitude = Dyadic(number.significand, exponent: number.exponent)
      return encode(number.negative ? -magnitude : magnitude)
    case let number where number.kind == .infinite: return number.negative ? lowestCode : highestCode
    default: return (self as? any OperatorFormat)?.notANumber ?? zeroCode
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
