internal import Arithmetic
internal import BigInt
internal import Support

/// An exact sum of products, which may have been divided by something: what a quire holds before it is rounded.
struct ExactQuotient {
  private var numerator: Dyadic
  private var denominator = Dyadic.one

  /// The sum of the products of two lists of one length; elements are finite.
  init(sum a: [Double], _ b: [Double]) {
    var terms: [(significand: Int128, exponent: Int)] = []
    terms.reserveCapacity(a.count)
    for (x, y) in zip(a, b) where x != 0 && y != 0 {
      let (x, y) = (Self.parts(x), Self.parts(y))
      terms.append((Int128(x.significand) * Int128(y.significand), x.exponent + y.exponent))
    }
    numerator = Self.sum(terms)
  }

  /// The sum of finite numbers.
  init(sum a: [Double]) { self.init(sum: a, a.map { _ in 1 }) }

  private static func parts(_ x: Double) -> (significand: Int64, exponent: Int) {
    let whole = Int64(x.significand * 0x1p52)
    let zeros = whole.trailingZeroBitCount
    return ((x < 0 ? -whole : whole) >> Int64(zeros), Int(x.exponent) - 52 + zeros)
  }

  /// In units of the lowest bit: in 128 bits where all terms fit.
  private static func sum(_ terms: [(significand: Int128, exponent: Int)]) -> Dyadic {
    let lowest = terms.map(\.exponent).min() ?? 0
    let highest = terms.map { $0.exponent + 128 - $0.significand.magnitude.leadingZeroBitCount }.max() ?? 0
    let carries = Int.bitWidth - terms.count.leadingZeroBitCount
    if highest - lowest + carries < 127 {
      return Dyadic(terms.reduce(Int128(0)) { $0 + $1.significand << ($1.exponent - lowest) }, exponent: lowest)
    }
    return Dyadic(terms.reduce(BigInt(0)) { $0 + BigInt($1.significand) << ($1.exponent - lowest) }, exponent: lowest)
  }

  /// - Precondition: the divisor is finite and not zero.
  func divided(by divisor: Double) -> ExactQuotient {
    var result = self
    result.denominator = denominator * (Dyadic(divisor) ?? .one)
    return result
  }

  /// The value of a format that its encoder makes of the number: one rounding.
  func rounded(to format: any OperatorFormat) -> Double {
    guard numerator != .zero else { return 0 }
    let (top, bottom) = (numerator.significand.magnitude, denominator.significand.magnitude)
    // 64 bits of the quotient or more; whatever is below them says whether there is more.
    let shift = max(0, 66 + bottom.bitWidth - top.bitWidth)
    let (quotient, remainder) = (top << shift).quotientAndRemainder(dividingBy: bottom)
    let dropped = max(0, quotient.bitWidth - 64)
    let leading = quotient >> dropped
    let number = MachineNumber(
      negative: (numerator < .zero) != (denominator < .zero), significand: UInt64(leading),
      exponent: numerator.exponent - denominator.exponent - shift + dropped)
    let isMore = remainder != 0 || leading << dropped != quotient
    return format.double(format.code(number, sticky: isMore, overflow: .saturate))
  }
}
