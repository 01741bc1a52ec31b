extension FloatFormat {
  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices {
      codes[index] = encode(integers[index], exponent: exponent)
    }
  }

  /// `encode(integer * 2^exponent)` by one leading zero count and one shift.
  package func encode(_ integer: Int128, exponent: Int) -> UInt32 {
    let magnitude = integer.magnitude
    guard magnitude != 0 else { return 0 }
    let length = 128 - magnitude.leadingZeroBitCount
    guard exponent + length - 1 <= bias else { return saturated(negative: integer < 0) }
    // Binades above that of the subnormals, which is also the exponent field but for the hidden bit.
    let binade = max(exponent + length - 1 - fractionWidth - lsb, 0)
    let dropped = binade + lsb - exponent
    let significand =
      dropped > 0 ? nearest(magnitude, droppingBits: dropped) : UInt64(magnitude) << UInt64(-dropped)
    // A significand with its hidden bit, or one that rounding has carried, adds to the field by itself.
    let code = UInt64(binade) << UInt64(fractionWidth) + significand
    guard code <= UInt64(largestFinite) else { return saturated(negative: integer < 0) }
    return integer < 0 && code != 0 ? signBit | UInt32(code) : UInt32(code)
  }

  private func saturated(negative: Bool) -> UInt32 {
    negative ? signBit | largestFinite : largestFinite
  }

  /// `magnitude / 2^count` to nearest, ties to even; the result fits 64 bits because it has a significand's width.
  private func nearest(_ magnitude: UInt128, droppingBits count: Int) -> UInt64 {
    guard count <= 128 else { return 0 }
    let half = UInt128(1) << UInt128(count - 1)
    let remainder = magnitude & ((half - 1) | half)
    let floor = UInt64(truncatingIfNeeded: count == 128 ? 0 : magnitude >> UInt128(count))
    return remainder > half || (remainder == half && floor & 1 == 1) ? floor + 1 : floor
  }
}
