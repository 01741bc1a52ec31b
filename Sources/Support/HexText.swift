/// Words of several codes as text, made without a string for each word.
package enum HexText {
  /// One word a line in lower-case hex digits: lane 0 in the lowest bits, `stride` bits a lane, of which a code has the
  /// low `width`; lanes of the last word without a code are 0.
  ///
  /// - Precondition: there is a lane, and `width <= stride <= 32`.
  package static func lines(_ codes: [UInt32], lanes: Int, width: Int, stride: Int) -> String {
    let digits = (lanes * stride + 3) / 4
    let length = (codes.count + lanes - 1) / lanes * (digits + 1)
    let mask = UInt32.max >> UInt32(32 - width)
    return String(unsafeUninitializedCapacity: length) { text in
      codes.withUnsafeBufferPointer { codes in
        var first = 0
        for end in Swift.stride(from: digits, to: length, by: digits + 1) {
          let last = min(first + lanes, codes.count)
          var (pending, bits, place) = (UInt64(0), 0, end)
          while place > end - digits {
            if bits < 4, first < last {
              pending |= UInt64(codes[first] & mask) << UInt64(bits)
              bits += stride
              first += 1
              continue
            }
            let digit = UInt8(truncatingIfNeeded: pending & 15)
            place -= 1
            text[place] = digit < 10 ? digit + 0x30 : digit + 0x57
            pending >>= 4
            bits -= 4
          }
          first = last
          text[end] = 0x0A
        }
      }
      return length
    }
  }
}
