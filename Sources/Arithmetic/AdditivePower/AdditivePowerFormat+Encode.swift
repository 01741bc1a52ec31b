package import Support

extension AdditivePowerFormat {
  /// The nearest level, by search among all of them; a tie goes to the one whose lowest power is the higher, 0 having the
  /// highest of all, as the even one of two neighbouring integers.
  package func encode(_ value: Dyadic) -> UInt32 {
    let magnitude = value < .zero ? -value : value
    let unit = operandShape.lsb
    var best: (code: UInt32, level: UInt32, distance: Dyadic)?
    for code in 0..<UInt32(1) << UInt32(width - 1) {
      let level = operand(of: code).significand
      let difference = Dyadic(level, exponent: unit) - magnitude
      let distance = difference < .zero ? -difference : difference
      let isNearer =
        best.map {
          distance < $0.distance
            || distance == $0.distance && level.trailingZeroBitCount > $0.level.trailingZeroBitCount
        } ?? true
      if isNearer { best = (code, level, distance) }
    }
    let code = best?.code ?? 0
    return value < .zero && code != 0 ? 1 << UInt32(width - 1) | code : code
  }

  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int, into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices {
      let (twice, sticky) = Self.twice(integers[index].magnitude, exponent: exponent - operandShape.lsb)
      let code = code(ofLevel: nearestLevel(twice: twice, sticky: sticky))
      codes[index] = integers[index] < 0 && code != 0 ? 1 << UInt32(width - 1) | code : code
    }
  }

  /// The level nearest to half of `twice`, to which less than 1 is to be added where `sticky` is set.
  private func nearestLevel(twice: UInt64, sticky: Bool) -> UInt64 {
    let bits = operandShape.significandWidth
    // The largest level that is not above: what a term could set below a bit that is left out, it sets.
    var (level, next, used) = (UInt64(0), UInt64(0), 0)
    let number = min(twice >> 1, 1 << UInt64(bits) - 1)
    for place in (0..<bits).reversed() where used >> (place % terms) & 1 == 0 {
      let bit = UInt64(1) << UInt64(place)
      if level | bit <= number {
        level |= bit
        used |= 1 << (place % terms)
      } else {
        // Without the lower bits this is a level above; the last one that is met is the next one.
        next = level | bit
      }
    }
    guard next != 0 else { return level }
    let border = level + next
    let isTie = twice == border && !sticky
    if isTie { return level.trailingZeroBitCount > next.trailingZeroBitCount ? level : next }
    return twice >= border ? next : level
  }

  private func code(ofLevel level: UInt64) -> UInt32 {
    let fieldWidth = (width - 1) / terms
    return (0..<operandShape.significandWidth).reduce(0) { code, place in
      guard level >> UInt64(place) & 1 == 1 else { return code }
      return code | UInt32(place / terms + 1) << UInt32(place % terms * fieldWidth)
    }
  }

  /// `2 * magnitude * 2^exponent` without what is below 1, and whether something is; at most 2^40.
  private static func twice(_ magnitude: UInt128, exponent: Int) -> (UInt64, sticky: Bool) {
    guard magnitude != 0 else { return (0, false) }
    let shift = exponent + 1
    if 128 - magnitude.leadingZeroBitCount + shift > 40 { return (1 << 40, false) }
    if shift >= 0 { return (UInt64(magnitude << UInt128(shift)), false) }
    guard shift > -128 else { return (0, true) }
    let floor = magnitude >> UInt128(-shift)
    return (UInt64(floor), floor << UInt128(-shift) != magnitude)
  }
}
