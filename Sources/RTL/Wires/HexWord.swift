internal import BigInt
internal import Support

/// A memory word under construction, from its lowest bits up.
struct HexWord {
  private var nibbles: [UInt8] = []
  /// The bits above the last whole nibble.
  private var rest: UInt64 = 0
  private var restWidth = 0
  private(set) var width = 0

  /// Appends the low `count` bits of a two's complement number.
  mutating func append(_ value: Int128, bits count: Int) {
    var taken = 0
    while taken < count {
      let part = min(32, count - taken)
      append(UInt64(truncatingIfNeeded: value >> Int128(min(taken, 127))), part)
      taken += part
    }
  }

  /// Appends the low `count` bits of a two's complement number of any size.
  mutating func append(_ value: BigInt, bits count: Int) {
    if let small = Int128(exactly: value) { return append(small, bits: count) }
    let pattern = value < 0 ? (BigInt(1) << count) + value : value
    for bit in 0..<count { append((pattern.magnitude >> bit) & 1 == 1 ? 1 : 0, 1) }
  }

  /// Appends the low `count` bits, at most 32.
  private mutating func append(_ bits: UInt64, _ count: Int) {
    rest |= (bits & (1 << UInt64(count) - 1)) << UInt64(restWidth)
    restWidth += count
    width += count
    while restWidth >= 4 {
      nibbles.append(UInt8(rest & 15))
      rest >>= 4
      restWidth -= 4
    }
  }

  /// Lower-case hex digits, the highest first.
  var text: String {
    let all = restWidth > 0 ? nibbles + [UInt8(rest)] : nibbles
    return String(decoding: all.reversed().map { $0 < 10 ? 0x30 + $0 : 0x57 + $0 }, as: UTF8.self)
  }
}
