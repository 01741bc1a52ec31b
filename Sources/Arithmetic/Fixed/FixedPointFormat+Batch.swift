extension FixedPointFormat {
  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    let places = exponent + fraction
    if places >= 0 {
      encode(integers, leftShift: places, into: codes)
    } else {
      encode(integers, rightShift: -places, into: codes)
    }
  }

  package func encode(_ reals: UnsafeBufferPointer<Double>, into codes: UnsafeMutableBufferPointer<UInt32>) {
    let unit = Double(sign: .plus, exponent: fraction, significand: 1)
    let (lowest, highest) = (Double(integerRange.lowerBound), Double(integerRange.upperBound))
    let mask = codeMask
    for index in reals.indices {
      let scaled = reals[index] == reals[index] ? reals[index] * unit : 0
      let clamped = min(max(scaled, lowest), highest)
      // Adding 1.5 * 2^52 leaves the nearest integer, ties to even, in the lowest bits.
      codes[index] = UInt32(truncatingIfNeeded: (clamped + 0x1.8p52).bitPattern) & mask
    }
  }

  /// Clamps before it shifts, so that nothing overflows.
  private func encode(
    _ integers: UnsafeBufferPointer<Int128>, leftShift: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    let mask = codeMask
    let (lowest, highest) = (integerRange.lowerBound, integerRange.upperBound)
    // The integers beyond which the shifted value leaves the range; all but 0 from 64 places on.
    let least = leftShift > 63 ? 0 : -Int128(-lowest >> leftShift)
    let most = leftShift > 63 ? 0 : Int128(highest >> leftShift)
    for index in integers.indices {
      let integer = integers[index]
      let result =
        integer > most ? highest : integer < least ? lowest : Int64(integer) << min(leftShift, 63)
      codes[index] = UInt32(truncatingIfNeeded: result) & mask
    }
  }

  private func encode(
    _ integers: UnsafeBufferPointer<Int128>, rightShift: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard rightShift <= 127 else {
      // Half a unit is 2^127 or more: every integer rounds to 0, the tie at -2^127 too.
      for index in integers.indices { codes[index] = 0 }
      return
    }
    let mask = codeMask
    let lowest = Int128(integerRange.lowerBound)
    let highest = Int128(integerRange.upperBound)
    let places = Int128(rightShift)
    let half = UInt128(1) << UInt128(rightShift - 1)
    let below = (half - 1) | half
    for index in integers.indices {
      let integer = integers[index]
      let floor = integer >> places
      let remainder = UInt128(bitPattern: integer) & below
      let up: Int128 = remainder > half || (remainder == half && floor & 1 == 1) ? 1 : 0
      let result = min(max(floor &+ up, lowest), highest)
      codes[index] = UInt32(truncatingIfNeeded: result) & mask
    }
  }
}
