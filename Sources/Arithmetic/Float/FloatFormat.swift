/// Binary floating point with `exponentWidth` exponent and `fractionWidth` fraction bits: IEEE 754, or a leaner variant.
///
/// Codes that stand for infinities and NaN have no value here: encoders saturate to the largest finite magnitude.
/// `float<8,23>` is binary32, `float<5,10>` binary16, `float<8,7>` bfloat16; `float<5,10,ftz>` and `float<4,3,finite>`
/// are variants. Source: IEEE 754-2019, 3.3 and 4.3.1.
package struct FloatFormat: NumberFormat {
  package static let family = "float"
  package static let syntax = "float<e,m>"
  package static let examples = ["float<2,1>", "float<3,2>", "float<3,2,ftz>", "float<3,2,finite>"]
  /// 2...8.
  package let exponentWidth: Int
  /// 0...23.
  package let fractionWidth: Int
  /// IEEE 754, or what is left out of it.
  package let variant: FloatVariant

  /// - Precondition: the widths are in 2...8 and 0...23.
  package init(exponentWidth: Int, fractionWidth: Int, variant: FloatVariant = .ieee) {
    self.exponentWidth = exponentWidth
    self.fractionWidth = fractionWidth
    self.variant = variant
  }

  package init(parameters: [String]) throws(FormatError) {
    let variant = try FloatVariant(parameters: parameters, widths: 2)
    let values = try FormatParameters.integers(
      variant == .ieee ? parameters : parameters.dropLast(), family: Self.family,
      names: ["exponent bits", "fraction bits"], ranges: [2...8, 0...23], required: 2)
    self.init(exponentWidth: values[0], fractionWidth: values[1], variant: variant)
  }

  package var description: String {
    "\(Self.family)<\(exponentWidth),\(fractionWidth)\(variant.spelling.map { ",\($0)" } ?? "")>"
  }
  package var width: Int { 1 + exponentWidth + fractionWidth }

  package var operandShape: OperandShape {
    OperandShape(
      sign: .separate, significandWidth: fractionWidth + 1, maximumShift: largestExponent - 1, lsb: lsb,
      isNormalized: variant != .ieee)
  }

  /// Whether the arithmetic is that of `Float`.
  package var isBinary32: Bool { exponentWidth == 8 && fractionWidth == 23 && variant == .ieee }
  /// What is added to a normal number's exponent to give its field.
  package var bias: Int { 1 &<< (exponentWidth &- 1) &- 1 }
  /// The smallest subnormal, where there are any, is `2^lsb`; the smallest normal number is `2^(1 - bias)`.
  package var lsb: Int { 1 &- bias &- fractionWidth }
  /// An exponent field of all ones.
  package var exponentMask: Int { 1 &<< exponentWidth &- 1 }
  /// The largest exponent field of a value.
  package var largestExponent: Int { variant == .finite ? exponentMask : exponentMask &- 1 }
  /// The code of the largest finite value.
  package var largestFinite: UInt32 { UInt32(truncatingIfNeeded: (largestExponent &+ 1) &<< fractionWidth) &- 1 }
  /// The sign as a bit mask.
  package var signBit: UInt32 { 1 &<< UInt32(truncatingIfNeeded: exponentWidth &+ fractionWidth) }

  /// The fields of a code: sign, biased exponent, fraction.
  package func fields(of code: UInt32) -> (negative: Bool, exponent: Int, fraction: UInt32) {
    (
      code & signBit != 0, Int(code >> UInt32(fractionWidth)) & exponentMask,
      code & ((1 << UInt32(fractionWidth)) - 1)
    )
  }

  package func hasValue(_ code: UInt32) -> Bool { fields(of: code).exponent <= largestExponent }

  package func operand(of code: UInt32) -> Operand {
    let (negative, exponent, fraction) = fields(of: code)
    if exponent == 0 {
      return Operand(negative: negative, significand: variant == .ieee ? fraction : 0, shift: 0)
    }
    return Operand(negative: negative, significand: 1 << UInt32(fractionWidth) | fraction, shift: exponent - 1)
  }

  /// Signed magnitude: all zeros are equal, and infinities lie past the finite values.
  package func order(of code: UInt32) -> Int64 {
    let magnitude = Int64(code & (signBit - 1))
    if variant != .ieee, magnitude < 1 << Int64(fractionWidth) { return 0 }
    return code & signBit == 0 ? magnitude : -magnitude
  }
}
