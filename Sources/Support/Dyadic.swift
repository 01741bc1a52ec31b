package import BigInt

/// An exact dyadic rational, `significand * 2^exponent`, in lowest terms (odd significand, or 0 * 2^0).
package struct Dyadic: Hashable, Sendable {
  /// Odd, or 0 for zero.
  package let significand: BigInt
  /// The power of two that the significand is multiplied by; 0 for zero.
  package let exponent: Int

  /// The number 0.
  package static let zero = Dyadic(BigInt(0))
  /// The number 1.
  package static let one = Dyadic(BigInt(1))

  /// `significand * 2^exponent`, reduced.
  package init(_ significand: BigInt, exponent: Int = 0) {
    guard significand != 0 else {
      self.significand = 0
      self.exponent = 0
      return
    }
    let zeros = significand.trailingZeroBitCount
    self.significand = significand >> zeros
    self.exponent = exponent + zeros
  }

  /// The same of any integer.
  package init(_ value: some BinaryInteger, exponent: Int = 0) {
    self.init(BigInt(value), exponent: exponent)
  }

  /// The exact value of a finite double; nil for infinities and NaN.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    guard value != 0 else {
      self = .zero
      return
    }
    let exponent = Int(value.exponent) - 52
    let scaled = value.significand * 0x1p52
    let magnitude = BigInt(Int64(scaled))
    self.init(value < 0 ? -magnitude : magnitude, exponent: exponent)
  }

  /// The nearest double, ties to even; infinite past its range.
  package var double: Double {
    guard significand != 0 else { return 0 }
    let length = significand.magnitude.bitWidth
    // Round once, at the last bit that a double of this size has.
    let top = length + exponent
    let lsb = max(top - 53, -1074)
    let rounded = self.rounded(toMultipleOf: lsb)
    return Double(sign: .plus, exponent: lsb, significand: Double(Int64(rounded)))
  }

  /// The integer nearest to `self / 2^lsb`, ties to even.
  package func rounded(toMultipleOf lsb: Int) -> BigInt {
    let shift = exponent - lsb
    guard shift < 0 else { return significand << shift }
    let floor = floored(toMultipleOf: lsb)
    let remainder = significand - (floor << (-shift))
    let half = BigInt(1) << (-shift - 1)
    if remainder > half || (remainder == half && floor & 1 == 1) { return floor + 1 }
    return floor
  }

  /// The nearest number whose significand has at most `bits` bits, ties to even.
  package func rounded(toBits bits: Int) -> Dyadic {
    let lsb = exponent + significand.magnitude.bitWidth - bits
    return lsb <= exponent ? self : Dyadic(rounded(toMultipleOf: lsb), exponent: lsb)
  }

  /// The largest integer not above `self / 2^lsb`.
  package func floored(toMultipleOf lsb: Int) -> BigInt {
    significand.floorShifted(right: lsb - exponent)
  }

  /// The opposite, exactly.
  package static prefix func - (a: Dyadic) -> Dyadic {
    Dyadic(-a.significand, exponent: a.exponent)
  }

  /// The product, exactly.
  package static func * (a: Dyadic, b: Dyadic) -> Dyadic {
    Dyadic(a.significand * b.significand, exponent: a.exponent + b.exponent)
  }

  /// The sum, exactly.
  package static func + (a: Dyadic, b: Dyadic) -> Dyadic {
    let e = min(a.exponent, b.exponent)
    return Dyadic(
      (a.significand << (a.exponent - e)) + (b.significand << (b.exponent - e)), exponent: e)
  }

  /// The difference, exactly.
  package static func - (a: Dyadic, b: Dyadic) -> Dyadic { a + (-b) }
}

extension Dyadic: Comparable {
  package static func < (a: Dyadic, b: Dyadic) -> Bool { (a - b).significand < 0 }
}

extension Dyadic: CustomStringConvertible {
  package var description: String { exponent == 0 ? "\(significand)" : "\(significand)*2^\(exponent)" }
}
