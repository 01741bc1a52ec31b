internal import BigInt
package import Support

/// The definition: exact values and one rounding, in unbounded integers.
extension FloatFormat {
  package func value(of code: UInt32) -> Dyadic? {
    let (negative, exponent, fraction) = fields(of: code)
    if exponent == exponentMask, variant != .finite { return nil }
    if exponent == 0, variant != .ieee { return .zero }
    let part = Dyadic(fraction, exponent: -fractionWidth)
    let magnitude =
      exponent == 0
      ? part * Dyadic(1, exponent: 1 - bias)
      : (Dyadic.one + part) * Dyadic(1, exponent: exponent - bias)
    return negative ? -magnitude : magnitude
  }

  package func encode(_ value: Dyadic) -> UInt32 {
    let rounded = self.rounded(magnitude: value < .zero ? -value : value)
    guard rounded != .zero else { return 0 }
    let code = self.code(ofRounded: rounded) ?? largestFinite
    return value < .zero ? signBit | code : code
  }

  /// A magnitude rounded as if exponents had no upper end.
  func rounded(magnitude: Dyadic) -> Dyadic {
    guard magnitude != .zero else { return .zero }
    let smallestNormal = Dyadic(1, exponent: 1 - bias)
    switch variant {
    case .ieee:
      // The unit of the leading bit's binade, not below that of the smallest normal number.
      let leading = magnitude.exponent + magnitude.significand.magnitude.bitWidth - 1
      let unit = max(leading, 1 - bias) - fractionWidth
      return Dyadic(magnitude.rounded(toMultipleOf: unit), exponent: unit)
    case .flush:
      let rounded = magnitude.rounded(toBits: fractionWidth + 1)
      return rounded < smallestNormal ? .zero : rounded
    case .finite:
      if magnitude >= smallestNormal { return magnitude.rounded(toBits: fractionWidth + 1) }
      return magnitude + magnitude > smallestNormal ? smallestNormal : .zero
    }
  }

  /// The code of a positive value that the format can represent but for its range; nil above that.
  func code(ofRounded value: Dyadic) -> UInt32? {
    let leading = value.exponent + value.significand.magnitude.bitWidth - 1
    guard leading + bias <= largestExponent else { return nil }
    let exponent = leading < 1 - bias ? 0 : leading + bias
    let hidden = exponent == 0 ? Dyadic.zero : Dyadic(1, exponent: leading)
    let fraction = (value - hidden).rounded(
      toMultipleOf: max(leading, 1 - bias) - fractionWidth)
    return UInt32(exponent << fractionWidth) | UInt32(fraction)
  }
}
