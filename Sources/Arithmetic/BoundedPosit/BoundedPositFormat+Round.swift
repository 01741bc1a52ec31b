extension BoundedPositFormat {
  @inline(__always)
  package func round(negative: Bool, significand: UInt64, exponent: Int, sticky: Bool) -> UInt32 {
    guard significand != 0 else { return 0 }
    let zeros = significand.leadingZeroBitCount
    let scale = exponent &+ 63 &- zeros
    let fraction = (significand &<< UInt64(truncatingIfNeeded: zeros)) &<< 1
    let magnitude =
      scale >= bias ? largestCode : scale < -bias ? 1 : round(fraction: fraction, scale: scale, sticky: sticky)
    let sign: UInt32 = negative ? .max : 0
    return (min(max(magnitude, 1), largestCode) ^ sign &- sign) & (notAReal | largestCode)
  }

  /// Writes the whole bit string, below it what is cut off, and adds 1 where that is more than a half.
  ///
  /// `fraction` has its highest bit on top, and the scale is that of a value.
  @inline(__always)
  private func round(fraction: UInt64, scale: Int, sticky: Bool) -> UInt32 {
    let regime = scale &>> exponentWidth
    let run = regime < 0 ? -regime : regime + 1
    let length = min(run + 1, regimeWidth)
    let ones: UInt64 = regime < 0 ? 0 : ~(UInt64.max >> UInt64(run))
    let end: UInt64 = regime < 0 && run < regimeWidth ? 1 << UInt64(63 - run) : 0
    let places = UInt64(length + exponentWidth)
    let field = UInt64(scale & (1 << exponentWidth - 1))
    let bits = ones | end | field << (64 - places) | fraction >> places
    let body = bits >> UInt64(65 - width)
    let below = bits << UInt64(width - 1)
    let more = below << 1 | fraction & (1 << places - 1) | body & 1 | (sticky ? 1 : 0)
    return UInt32(body + (below >> 63 & (more != 0 ? 1 : 0)))
  }
}
