extension FloatFormat {
  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices {
      let (significand, dropped, sticky) = integers[index].magnitude.leading64
      codes[index] = encode(
        negative: integers[index] < 0, significand: significand, exponent: exponent + dropped, sticky: sticky)
    }
  }

  /// The code of `(-1)^negative * significand * 2^exponent`, saturating, in machine words; all zeros are +0.
  package func encode(negative: Bool, significand: UInt64, exponent: Int) -> UInt32 {
    encode(negative: negative, significand: significand, exponent: exponent, sticky: false)
  }

  @inline(__always)
  private func encode(negative: Bool, significand: UInt64, exponent: Int, sticky: Bool) -> UInt32 {
    let code = min(
      roundedMagnitude(significand: significand, exponent: exponent, sticky: sticky), largestFinite)
    return negative && code != 0 ? signBit | code : code
  }

  /// The code of a positive number, without its sign; `largestFinite + 1` when it is too large.
  ///
  /// With `sticky` the number lies between `significand` and `significand + 1` units of `2^exponent`, and the
  /// significand has at least two bits more than the format.
  @inline(__always)
  func roundedMagnitude(significand: UInt64, exponent: Int, sticky: Bool) -> UInt32 {
    guard significand != 0 else { return 0 }
    let leading = exponent &+ 63 &- significand.leadingZeroBitCount
    let over = UInt32(truncatingIfNeeded: (largestExponent &+ 1) &<< fractionWidth)
    guard leading &+ bias <= largestExponent else { return over }
    // Binades above that of the smallest normal number.
    var binade = leading &+ bias &- 1
    if variant == .finite, binade < 0 {
      let isOverHalf = binade == -1 && (significand & (significand &- 1) != 0 || sticky)
      return isOverHalf ? 1 &<< UInt32(fractionWidth) : 0
    }
    if variant == .ieee, binade < 0 { binade = 0 }
    let dropped = binade &+ lsb &- exponent
    let rounded =
      dropped > 0
      ? nearest(significand, droppingBits: dropped, sticky: sticky)
      : significand &<< UInt64(truncatingIfNeeded: -dropped)
    // A significand with its hidden bit, or one that rounding has carried, adds to the exponent's field by itself.
    let code = binade &<< fractionWidth &+ Int(truncatingIfNeeded: rounded)
    if variant == .flush, code < 1 &<< fractionWidth { return 0 }
    return UInt32(truncatingIfNeeded: code)
  }

  /// `significand / 2^count` to nearest, ties to even.
  @inline(__always)
  private func nearest(_ significand: UInt64, droppingBits count: Int, sticky: Bool) -> UInt64 {
    guard count < 64 else { return count == 64 && (significand > 1 << 63 || significand == 1 << 63 && sticky) ? 1 : 0 }
    let floor = significand &>> UInt64(truncatingIfNeeded: count)
    // What is dropped, its highest bit weighing a half.
    let below = significand &<< UInt64(truncatingIfNeeded: 64 &- count)
    let up = below >> 63 == 1 && (below &<< 1 != 0 || sticky || floor & 1 == 1)
    return up ? floor &+ 1 : floor
  }
}
