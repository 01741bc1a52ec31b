internal import Arithmetic

/// Rounds real numbers to the values of a format as its encoder does: to nearest, ties to the even code, saturating.
///
/// A sum comes as a double and a bound of what that is off. Rounding is monotonic, so the double decides unless a point
/// where rounding changes its mind lies within the bound; only then the exact sum is asked for. The result is the exact
/// sum rounded once, whatever the order in which the double was summed:
///
/// - *Bound.* Summing n products in any order is off by at most n * 2^-53 / (1 - n * 2^-53) times the sum of their
///   magnitudes, with or without fused products (Higham, Accuracy and Stability of Numerical Algorithms, 3.1); that sum
///   is at most the product of the operands' norms (Cauchy-Schwarz). The factors here are some percent larger, for the
///   rounding of norms and bounds themselves.
/// - *Underflow.* Formats are taken whose values lie within 32-bit floats' 2^-149 ..< 2^128, so that products and their
///   sums are multiples of 2^-298 below 2^300: no double underflows or overflows.
/// - *Saturation.* Past the largest value all numbers round alike, so the ends of the interval round alike.
/// - *Zero.* Posits round nothing but zero to zero: an interval on both sides of zero has ends that round differently,
///   and the exact sum decides.
struct NumberRounding: Sendable {
  /// What is rounded to.
  let format: any OperatorFormat
  /// Every value is a multiple of this power of two.
  let unit: Double
  /// By a double's exponent field: the lowest bits that rounding takes off, or one of the two below.
  private let cuts: [UInt8]
  /// By a double's exponent field: to what all its magnitudes round, where `cuts` is `constant`.
  private let constants: [Double]
  /// Products of two values are doubles.
  private let hasExactProducts: Bool

  /// The encoder rounds.
  private static let irregular: UInt8 = 255
  /// All magnitudes of the exponent round alike.
  private static let constant: UInt8 = 254

  init(_ format: any OperatorFormat) {
    self.format = format
    var (cuts, constants) = ([UInt8](repeating: Self.irregular, count: 2048), [Double](repeating: 0, count: 2048))
    var unit = 1.0
    for field in 53..<2046 {
      let power = Double(bitPattern: UInt64(field) << 52)
      let (low, high) = (format.encode(power), format.encode((2 * power).nextDown))
      if low == high {
        (cuts[field], constants[field]) = (Self.constant, format.double(low))
      } else if let bits = format.evenBinade(power) {
        cuts[field] = UInt8(52 - bits)
        unit = min(unit, power * Double(sign: .plus, exponent: -bits, significand: 1))
      }
      if format.double(low) == power { unit = min(unit, power) }
    }
    (self.cuts, self.constants, self.unit) = (cuts, constants, unit)
    hasExactProducts = format.operandShape.significandWidth <= 26
  }

  // MARK: rounding

  /// A double rounded. What is no number stays none; every zero is +0.
  @inline(__always)
  func value(_ x: Double) -> Double {
    let bits = x.bitPattern
    let cut = cuts[Int(truncatingIfNeeded: bits >> 52 & 0x7FF)]
    return cut < Self.constant ? Self.nearest(bits, UInt64(cut)) : irregularValue(x, cut)
  }

  /// Rounded on the bits: a carry out of the fraction goes to the next power of two, which is a value.
  @inline(__always)
  private static func nearest(_ bits: UInt64, _ cut: UInt64) -> Double {
    let half = 1 &<< (cut &- 1) &- 1 &+ (bits &>> cut & 1)
    return Double(bitPattern: ((bits &+ half) &>> cut) &<< cut)
  }

  @inline(never)
  private func irregularValue(_ x: Double, _ cut: UInt8) -> Double {
    if x == 0 { return 0 }
    if x.isNaN { return x }
    let magnitude =
      cut == Self.constant ? constants[Int(x.bitPattern >> 52 & 0x7FF)] : format.double(format.encode(x.magnitude))
    return x < 0 && magnitude != 0 ? -magnitude : magnitude
  }

  func round(_ values: inout [Double]) {
    values.withUnsafeMutableBufferPointer { values in
      for place in values.indices { values[place] = value(values[place]) }
    }
  }

  func values(_ reals: [Double]) -> [Double] {
    var result = reals
    round(&result)
    return result
  }

  /// The exact number rounded, which lies within `error` of `near`.
  @inline(__always)
  func value(near: Double, within error: Double, _ exact: () -> ExactQuotient) -> Double {
    let bits = near.bitPattern
    let field = bits &>> 52 & 0x7FF
    let cut = cuts[Int(truncatingIfNeeded: field)]
    if cut < Self.constant {
      // Between two neighbours the mind changes in the middle. Where doubles' exponents change, neighbours below are up
      // to four times as close, so half of their distance is an eighth.
      let ulp = Double(bitPattern: (field &- 52) &<< 52)
      let half = Int64(1) &<< (Int64(cut) &- 1)
      let rest = Int64(truncatingIfNeeded: bits) & (half &<< 1 &- 1)
      if error < Double((rest &- half).magnitude) * ulp, 4 * error < Double(half) * ulp {
        return Self.nearest(bits, UInt64(cut))
      }
    }
    return decided(near, error, exact)
  }

  @inline(never)
  private func decided(_ near: Double, _ error: Double, _ exact: () -> ExactQuotient) -> Double {
    if error == 0 || near.isNaN { return value(near) }
    let low = value((near - error).nextDown)
    if low == value((near + error).nextUp) { return low }
    return exact().rounded(to: format)
  }

  // MARK: single operations

  /// `a * b`, rounded once.
  @inline(__always)
  func product(_ a: Double, _ b: Double) -> Double {
    let product = a * b
    if hasExactProducts { return value(product) }
    return value(near: product, within: (-product).addingProduct(a, b).magnitude) { ExactQuotient(sum: [a], [b]) }
  }

  /// `a * b + c * d + e * f`, rounded once.
  @inline(__always)
  func sum(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double = 0, _ f: Double = 0) -> Double {
    let (p, q, r) = (a * b, c * d, e * f)
    var error = 0.0
    if !hasExactProducts {
      error =
        (-p).addingProduct(a, b).magnitude + (-q).addingProduct(c, d).magnitude + (-r).addingProduct(e, f).magnitude
    }
    let (first, more) = Self.twoSum(p, q)
    let (second, most) = Self.twoSum(first, r)
    // Errors of doubles are doubles; a percent is for adding up their magnitudes.
    return value(near: second, within: 1.01 * (error + more.magnitude + most.magnitude)) {
      ExactQuotient(sum: [a, c, e], [b, d, f])
    }
  }

  /// `a / b`, rounded once; `b` is not zero.
  func quotient(_ a: Double, _ b: Double) -> Double {
    let quotient = a / b
    let isExact = a.addingProduct(-quotient, b) == 0
    return value(near: quotient, within: isExact ? 0 : quotient.magnitude * 0x1p-52) {
      ExactQuotient(sum: [a]).divided(by: b)
    }
  }

  /// An exact sum divided by a positive number, rounded once.
  ///
  /// - Parameters:
  ///   - sum: about the sum.
  ///   - terms: how many products it has; `magnitude` is about the sum of their magnitudes, or more.
  @inline(__always)
  func quotient(
    _ sum: Double, _ divisor: Double, terms: Int, magnitude: Double, _ exact: () -> ExactQuotient
  ) -> Double {
    let quotient = sum / divisor
    let isExact = sum.addingProduct(-quotient, divisor) == 0
    let bound = bound(terms: terms, magnitude: magnitude) / divisor
    return value(near: quotient, within: 1.01 * bound + (isExact ? 0 : quotient.magnitude * 0x1p-52)) {
      exact().divided(by: divisor)
    }
  }

  /// The sum and what it is off. Source: Knuth, The Art of Computer Programming 2, 4.2.2.
  @inline(__always)
  private static func twoSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let other = sum - a
    return (sum, (a - (sum - other)) + (b - other))
  }

  /// A bound of what a double is off that sums products, in any order.
  ///
  /// - Parameters:
  ///   - terms: products, at most.
  ///   - magnitude: about the sum of their magnitudes, or more.
  @inline(__always)
  func bound(terms: Int, magnitude: Double) -> Double {
    // Partial sums are multiples of a unit's square: while they have at most 53 bits, doubles hold them.
    if magnitude <= 0x1p52 * unit * unit { return 0 }
    return Double(terms &+ 8) * 0x1.04p-53 * magnitude
  }
}

extension OperatorFormat {
  /// The value of a code that has one.
  func double(_ code: UInt32) -> Double { real(of: code) ?? .nan }

  /// The fraction bits of all values from a power of two to the next, both values, where there are 1 or more of them and
  /// codes are even as fractions are; nil elsewhere.
  fileprivate func evenBinade(_ power: Double) -> Int? {
    let (low, high) = (encode(power), encode(2 * power))
    guard high > low, double(low) == power, double(high) == 2 * power, low & 1 == 0 else { return nil }
    let count = high - low
    guard count > 1, count.nonzeroBitCount == 1 else { return nil }
    let step = power / Double(count)
    guard double(low + 1) == power + step, double(high - 1) == 2 * power - step else { return nil }
    return count.trailingZeroBitCount
  }
}
