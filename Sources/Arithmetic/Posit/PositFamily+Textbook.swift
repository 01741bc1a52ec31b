package import Support

/// The definition: the value of a bit string, and rounding by search among values.
extension PositFamily {
  package func value(of code: UInt32) -> Dyadic? {
    guard hasValue(code) else { return nil }
    let negative = code & notAReal != 0
    let magnitude = value(ofPositive: UInt64(negative ? (0 &- code) & codeMask : code), width: width)
    return negative ? -magnitude : magnitude
  }

  /// The value of a code of any width without its sign bit set, with this format's regime and exponent bits.
  private func value(ofPositive code: UInt64, width: Int) -> Dyadic {
    guard code != 0 else { return .zero }
    // Bits after the sign, the highest first; those past the end are zeros.
    var bits = (0..<width - 1).reversed().map { Int(code >> UInt64($0) & 1) }[...]
    let first = bits.first ?? 0
    let run = bits.prefix(regimeWidth).prefix { $0 == first }.count
    bits = bits.dropFirst(run < regimeWidth ? run + 1 : run)
    let exponent = (0..<exponentWidth).reduce(0) { sum, _ in 2 * sum + (bits.popFirst() ?? 0) }
    let fraction = bits.reduce(0) { 2 * $0 + $1 }
    let regime = first == 1 ? run - 1 : -run
    return (Dyadic.one + Dyadic(fraction, exponent: -bits.count))
      * Dyadic(1, exponent: regime << exponentWidth + exponent)
  }

  /// The nearer of the two neighbouring codes, on the bit string: between them lies the posit that has one bit more,
  /// and a value equal to that one goes to the even code.
  ///
  /// Saturates at the largest magnitude and at the smallest: only zero becomes zero, and nothing becomes NaR.
  package func encode(_ value: Dyadic) -> UInt32 {
    guard value != .zero else { return 0 }
    let code = encode(magnitude: value < .zero ? -value : value)
    return value < .zero ? (0 &- code) & codeMask : code
  }

  private func encode(magnitude: Dyadic) -> UInt32 {
    // The largest code whose value is not above the magnitude.
    var code: UInt32 = 0
    for bit in (0..<UInt32(width - 1)).reversed() {
      let candidate = code | 1 << bit
      if value(ofPositive: UInt64(candidate), width: width) <= magnitude { code = candidate }
    }
    if code == 0 || code == largestCode { return max(code, 1) }
    let middle = value(ofPositive: UInt64(code) << 1 | 1, width: width + 1)
    return magnitude > middle || (magnitude == middle && code & 1 == 1) ? code + 1 : code
  }
}
