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

  package func encode(_ reals: UnsafeBufferPointer<Double>, into codes: UnsafeMutableBufferPointer<UInt32>) {
    for index in reals.indices {
      let (negative, significand, exponent) = reals[index].fields
      codes[index] = encode(negative: negative, significand: significand, exponent: exponent, sticky: false)
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
  /// significand has at least two bits more than the format's. There are no branches on what cannot be predicted.
  @inline(__always)
  func roundedMagnitude(significand: UInt64, exponent: Int, sticky: Bool) -> UInt32 {
    guard significand != 0 else { return 0 }
    let zeros = significand.leadingZeroBitCount
    let top = significand &<< UInt64(truncatingIfNeeded: zeros)
    // Binades above that of the smallest normal number; below it, IEEE shifts to the subnormals' unit.
    let binade = exponent &+ 62 &- zeros &+ bias
    let isIEEE = variant == .ieee
    let denormal = UInt64(truncatingIfNeeded: isIEEE ? max(min(-binade, 63), 0) : 0)
    let aligned = top &>> denormal
    let floor = aligned &>> UInt64(truncatingIfNeeded: 63 &- fractionWidth)
    // What is dropped, its highest bit weighing a half.
    let below = aligned &<< UInt64(truncatingIfNeeded: 1 &+ fractionWidth)
    let more = below &<< 1 | floor & 1 | (sticky || aligned &<< denormal != top ? 1 : 0)
    let rounded = Int(truncatingIfNeeded: floor &+ below >> 63 & (more != 0 ? 1 : 0))
    // A significand with its hidden bit, or one that rounding has carried, adds to the exponent's field by itself.
    let field = min(isIEEE ? max(binade, 0) : binade, largestExponent)
    let code = min(field &<< fractionWidth &+ rounded, (largestExponent &+ 1) &<< fractionWidth)
    let smallestNormal = 1 &<< fractionWidth
    switch variant {
    case .ieee: return UInt32(truncatingIfNeeded: code)
    case .flush: return code < smallestNormal ? 0 : UInt32(truncatingIfNeeded: code)
    case .finite:
      if binade >= 0 { return UInt32(truncatingIfNeeded: code) }
      return binade == -1 && (top &<< 1 != 0 || sticky) ? UInt32(truncatingIfNeeded: smallestNormal) : 0
    }
  }
}
