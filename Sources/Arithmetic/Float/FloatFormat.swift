/// IEEE 754 binary floating point with `exponentWidth` exponent and `fractionWidth` fraction bits, subnormals included.
///
/// Codes with an exponent of all ones stand for infinities and NaN and have no value here: encoders saturate to the
/// largest finite magnitude. `float<8,23>` is binary32, `float<5,10>` binary16, `float<8,7>` bfloat16.
/// Source: IEEE 754-2019, 3.3 and 4.3.1.
package struct FloatFormat: NumberFormat {
  package static let family = "float"
  /// 2...8.
  package let exponentWidth: Int
  /// 0...23.
  package let fractionWidth: Int

  /// - Precondition: the widths are in 2...8 and 0...23.
  package init(exponentWidth: Int, fractionWidth: Int) {
    self.exponentWidth = exponentWidth
    self.fractionWidth = fractionWidth
  }

  package init(parameters: [String]) throws(FormatError) {
    let values = try FormatParameters.integers(
      parameters, family: Self.family, names: ["exponent bits", "fraction bits"],
      ranges: [2...8, 0...23], required: 2)
    self.init(exponentWidth: values[0], fractionWidth: values[1])
  }

  package var description: String { "\(Self.family)<\(exponentWidth),\(fractionWidth)>" }
  package var width: Int { 1 + exponentWidth + fractionWidth }

  package var operandShape: OperandShape {
    OperandShape(
      sign: .separate, significandWidth: fractionWidth + 1, maximumShift: exponentMask - 2,
      lsb: lsb)
  }

  /// What is added to a normal number's exponent to give its field.
  package var bias: Int { (1 << (exponentWidth - 1)) - 1 }
  /// The smallest subnormal is `2^lsb`.
  package var lsb: Int { 1 - bias - fractionWidth }
  /// The exponent field of infinities and NaN.
  package var exponentMask: Int { (1 << exponentWidth) - 1 }
  /// The code of the largest finite value.
  package var largestFinite: UInt32 { UInt32(exponentMask << fractionWidth) - 1 }
  package var signBit: UInt32 { 1 << UInt32(width - 1) }

  /// The fields of a code: sign, biased exponent, fraction.
  package func fields(of code: UInt32) -> (negative: Bool, exponent: Int, fraction: UInt32) {
    (
      code & signBit != 0, Int(code >> UInt32(fractionWidth)) & exponentMask,
      code & ((1 << UInt32(fractionWidth)) - 1)
    )
  }

  package func hasValue(_ code: UInt32) -> Bool { fields(of: code).exponent != exponentMask }

  package func operand(of code: UInt32) -> Operand {
    let (negative, exponent, fraction) = fields(of: code)
    let hidden: UInt32 = exponent == 0 ? 0 : 1 << UInt32(fractionWidth)
    return Operand(
      negative: negative, significand: hidden | fraction, shift: max(exponent - 1, 0))
  }

  /// Signed magnitude: the two zeros are equal, and infinities lie past the finite values.
  package func order(of code: UInt32) -> Int64 {
    let magnitude = Int64(code & (signBit - 1))
    return code & signBit == 0 ? magnitude : -magnitude
  }
}
