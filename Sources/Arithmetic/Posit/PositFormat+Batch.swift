extension PositFormat {
  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int, into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices {
      let (significand, dropped, sticky) = integers[index].magnitude.leading64
      codes[index] = round(
        negative: integers[index] < 0, significand: significand, exponent: exponent + dropped, sticky: sticky)
    }
  }

  /// The code of `(-1)^negative * significand * 2^exponent`, in machine words.
  package func encode(negative: Bool, significand: UInt64, exponent: Int) -> UInt32 {
    round(negative: negative, significand: significand, exponent: exponent, sticky: false)
  }

  /// The code of a significand of 64 bits or less, of which more follows where `sticky` is set.
  ///
  /// With `sticky` the number lies between `significand` and `significand + 1` units of `2^exponent`, and the
  /// significand has more bits than the format.
  @inline(__always)
  func round(negative: Bool, significand: UInt64, exponent: Int, sticky: Bool) -> UInt32 {
    guard significand != 0 else { return 0 }
    let zeros = significand.leadingZeroBitCount
    let scale = exponent &+ 63 &- zeros
    let code: UInt32
    if scale >= largestScale {
      code = largestCode
    } else if scale < -largestScale {
      code = 1
    } else {
      code = round(fraction: significand &<< UInt64(zeros), scale: scale, sticky: sticky)
    }
    return negative ? (0 &- code) & codeMask : code
  }

  /// Writes the whole bit string, below it what is cut off, and adds 1 where that is more than a half.
  @inline(__always)
  private func round(fraction: UInt64, scale: Int, sticky: Bool) -> UInt32 {
    let regime = scale &>> exponentWidth
    let exponent = UInt64(truncatingIfNeeded: scale &- regime &<< exponentWidth)
    // A regime of one bit and its end; shifting right copies the first bit, which lengthens the run.
    let start: UInt64 = regime >= 0 ? 0b10 : 0b01
    let longer = UInt64(truncatingIfNeeded: regime >= 0 ? regime : -regime &- 1)
    let head = (start &<< UInt64(exponentWidth) | exponent) &<< UInt64(62 - exponentWidth)
    let places = UInt64(exponentWidth + 1)
    let whole = head | (fraction &<< 1) &>> (places &+ 1)
    let bits = UInt64(bitPattern: Int64(bitPattern: whole) &>> Int64(longer))
    let lost = (fraction &<< 1) & (2 &<< places &- 1) | whole & (1 &<< longer &- 1)
    let body = UInt32(truncatingIfNeeded: bits &>> UInt64(65 - width))
    let below = bits &<< UInt64(width - 1)
    let rest = below &<< 1 | lost | (sticky ? 1 : 0)
    let up = below >> 63 == 1 && (rest != 0 || body & 1 == 1)
    return up ? body &+ 1 : body
  }
}
