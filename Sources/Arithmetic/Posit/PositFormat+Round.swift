extension PositFormat {
  @inline(__always)
  package func round(negative: Bool, significand: UInt64, exponent: Int, sticky: Bool) -> UInt32 {
    guard significand != 0 else { return 0 }
    let zeros = significand.leadingZeroBitCount
    // Everything beyond the ends rounds as its neighbours there do.
    let scale = max(min(exponent &+ 63 &- zeros, largestScale), -1 &- largestScale)
    let magnitude = round(
      fraction: (significand &<< UInt64(truncatingIfNeeded: zeros)) &<< 1, scale: scale, sticky: sticky)
    let sign: UInt32 = negative ? .max : 0
    return (max(magnitude, 1) ^ sign &- sign) & (notAReal | largestCode)
  }

  /// Writes the whole bit string, below it what is cut off, and adds 1 where that is more than a half.
  ///
  /// `fraction` has its highest bit on top. There are no branches, as regimes and halves cannot be predicted.
  @inline(__always)
  private func round(fraction: UInt64, scale: Int, sticky: Bool) -> UInt32 {
    let regime = scale &>> exponentWidth
    let exponent = scale &- regime &<< exponentWidth
    // The shortest regime of that sign and its end, 10 or 01; shifting right copies the first bit.
    let isSmall = regime &>> 63
    let longer = UInt64(truncatingIfNeeded: regime ^ isSmall)
    let head = UInt64(truncatingIfNeeded: (2 &+ isSmall) &<< exponentWidth | exponent)
    let places = UInt64(truncatingIfNeeded: exponentWidth &+ 2)
    let whole = head &<< (64 &- places) | fraction &>> places
    let bits = UInt64(bitPattern: Int64(bitPattern: whole) &>> Int64(truncatingIfNeeded: longer))
    let lost = fraction & (1 &<< places &- 1) | whole & (1 &<< longer &- 1)
    let body = bits &>> UInt64(truncatingIfNeeded: 65 &- width)
    let below = bits &<< UInt64(truncatingIfNeeded: width &- 1)
    let more = below &<< 1 | lost | body & 1 | (sticky ? 1 : 0)
    return UInt32(truncatingIfNeeded: body &+ below >> 63 & (more != 0 ? 1 : 0))
  }
}
