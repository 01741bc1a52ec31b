package import BigInt

/// Conversions and shifts that treat negative numbers as two's complement.
///
/// BigInt 6.0.1 itself gets these wrong for some negative numbers: its words miss a carry past 64 bits, so every generic
/// conversion of one to a fixed-width integer can be off, and its right shift rounds towards zero.
extension BigInt {
  /// `self / 2^places` rounded towards minus infinity; a negative count shifts left.
  package func floorShifted(right places: Int) -> BigInt {
    guard places > 0 else { return self << -places }
    guard self < 0 else { return self >> places }
    return -((-self + (BigInt(1) << places) - 1) >> places)
  }

  /// The number that the low `width` bits of the two's complement form stand for as two's complement.
  package func wrapped(toWidth width: Int) -> BigInt {
    let half = BigInt(1) << (width - 1)
    let modulus = BigInt(1) << width
    let remainder = (self + half) % modulus
    return (remainder < 0 ? remainder + modulus : remainder) - half
  }

  /// Bits of the two's complement form, the sign included.
  package var signedWidth: Int { (self < 0 ? -self - 1 : self).magnitude.bitWidth + 1 }
}

extension [BigInt] {
  /// Bits of the widest in two's complement.
  package var signedWidth: Int { map(\.signedWidth).max() ?? 1 }
}

extension BigInt {
  /// The top `bits` bits of the magnitude, with the lowest of them set where bits below are dropped, and how many are.
  ///
  /// Rounding that at some bit above its lowest two gives what rounding the number itself gives.
  package func roundedToOdd(bits: Int) -> (value: Int128, dropped: Int) {
    let dropped = magnitude.bitWidth - bits
    guard dropped > 0 else { return (Int128(self), 0) }
    let top = magnitude >> dropped
    let odd = Int128(truncatingIfNeeded: top) | (top << dropped == magnitude ? 0 : 1)
    return (self < 0 ? -odd : odd, dropped)
  }
}

extension Int128 {
  /// The number that the low `width` bits stand for as two's complement.
  package func wrapped(toWidth width: Int) -> Int128 {
    let unused = Int128(128 - width)
    return (self << unused) >> unused
  }

  /// The number, or nil when it does not fit.
  package init?(exactly number: BigInt) {
    guard number.signedWidth <= 128 else { return nil }
    let low = Int128(number < 0 ? (-number - 1).magnitude : number.magnitude)
    self = number < 0 ? ~low : low
  }

  /// - Precondition: the number fits.
  package init(_ number: BigInt) {
    guard let exact = Int128(exactly: number) else { preconditionFailure("\(number) exceeds 128 bits") }
    self = exact
  }
}
