internal import BigInt
package import Support

/// The definition: exact values and one rounding, in unbounded integers.
extension FloatFormat {
  package func value(of code: UInt32) -> Dyadic? {
    let (negative, exponent, fraction) = fields(of: code)
    guard exponent != exponentMask else { return nil }
    let part = Dyadic(fraction, exponent: -fractionWidth)
    let magnitude =
      exponent == 0
      ? part * Dyadic(1, exponent: 1 - bias)
      : (Dyadic.one + part) * Dyadic(1, exponent: exponent - bias)
    return negative ? -magnitude : magnitude
  }

  package func encode(_ value: Dyadic) -> UInt32 {
    guard value != .zero else { return 0 }
    let magnitude = value < .zero ? -value : value
    // The exponent of the leading bit, not below that of the smallest normal number.
    let leading = magnitude.exponent + magnitude.significand.magnitude.bitWidth - 1
    let unit = max(leading, 1 - bias) - fractionWidth
    let rounded = Dyadic(magnitude.rounded(toMultipleOf: unit), exponent: unit)
    guard rounded != .zero else { return 0 }
    let code = self.code(ofRounded: rounded)
    return value < .zero ? signBit | code : code
  }

  /// The code of a positive value that the format can represent but for its range.
  private func code(ofRounded value: Dyadic) -> UInt32 {
    let leading = value.exponent + value.significand.magnitude.bitWidth - 1
    guard leading <= bias else { return largestFinite }
    let exponent = leading < 1 - bias ? 0 : leading + bias
    let hidden = exponent == 0 ? Dyadic.zero : Dyadic(1, exponent: leading)
    let fraction = (value - hidden).rounded(
      toMultipleOf: max(leading, 1 - bias) - fractionWidth)
    return UInt32(exponent << fractionWidth) | UInt32(fraction)
  }
}
