import Arithmetic
import BigInt
import Support

/// Logarithmic products by their formula on exact rationals, for any parameters.
struct LogarithmicOracle {
  /// Significant bits kept; nil: all.
  var kept: Int?
  /// The last of them is set in integers that have more bits.
  var setsLowest = false
  var constant = Dyadic.zero

  /// A number's logarithm by a straight line: the exponent of its leading bit, and the fraction below it.
  private func logarithm(_ value: Dyadic) -> Dyadic {
    let magnitude = value < .zero ? -value : value
    let exponent = magnitude.exponent + magnitude.significand.magnitude.bitWidth - 1
    var fraction = magnitude * Dyadic(1, exponent: -exponent) - .one
    if let kept {
      fraction = Dyadic(fraction.floored(toMultipleOf: 1 - kept), exponent: 1 - kept)
      if setsLowest && exponent >= kept, fraction.floored(toMultipleOf: 1 - kept) & 1 == 0 {
        fraction = fraction + Dyadic(1, exponent: 1 - kept)
      }
    }
    return Dyadic(exponent) + fraction
  }

  /// The product, not rounded.
  func product(_ a: Dyadic, _ b: Dyadic) -> Dyadic {
    if a == .zero || b == .zero { return .zero }
    let sum = logarithm(a) + logarithm(b) + constant
    let whole = sum.floored(toMultipleOf: 0)
    let magnitude = (Dyadic.one + sum - Dyadic(whole)) * Dyadic(1, exponent: Int(whole))
    return (a < .zero) != (b < .zero) ? -magnitude : magnitude
  }
}
