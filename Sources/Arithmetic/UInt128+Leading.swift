extension UInt128 {
  /// The highest 64 significant bits, how many bits are dropped below them, and whether one of those is set.
  var leading64: (significand: UInt64, dropped: Int, sticky: Bool) {
    let dropped = 64 - leadingZeroBitCount
    guard dropped > 0 else { return (UInt64(truncatingIfNeeded: self), 0, false) }
    let significand = UInt64(truncatingIfNeeded: self &>> UInt128(dropped))
    return (significand, dropped, self & (1 &<< UInt128(dropped) &- 1) != 0)
  }
}
