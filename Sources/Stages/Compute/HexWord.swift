internal import BigInt

/// A memory word under construction, from its lowest bits up.
struct HexWord {
  private var nibbles: [UInt8] = []
  private(set) var width = 0

  /// Appends the low `count` bits of a two's complement number.
  mutating func append(_ value: Int128, bits count: Int) {
    for bit in 0..<count {
      if width % 4 == 0 { nibbles.append(0) }
      let isSet = (value >> Int128(min(bit, 127))) & 1 == 1
      if isSet { nibbles[nibbles.count - 1] |= 1 << UInt8(width % 4) }
      width += 1
    }
  }

  /// Appends the low `count` bits of a two's complement number of any size.
  mutating func append(_ value: BigInt, bits count: Int) {
    let pattern = value < 0 ? (BigInt(1) << count) + value : value
    for bit in 0..<count { append(Int128((pattern.magnitude >> bit) & 1 == 1 ? 1 : 0), bits: 1) }
  }

  /// Lower-case hex digits, the highest first.
  var text: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: nibbles.reversed().map { digits[Int($0)] }, as: UTF8.self)
  }
}
