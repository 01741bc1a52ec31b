import BigInt
import Support

/// Numbers of one width as little-endian 32-bit words, one after another: what a simulator reads and writes.
struct Words: Sendable, Equatable {
  /// Bits a number.
  let width: Int
  private(set) var storage: [UInt32] = []

  init(width: Int) { self.width = width }

  /// Words a number.
  var stride: Int { (width + 31) / 32 }
  var count: Int { storage.count / stride }

  /// Appends the low `width` bits of the integer's two's complement.
  mutating func append(_ integer: Int128) {
    var rest = integer
    for left in Swift.stride(from: width, to: 0, by: -32) {
      let word = UInt32(truncatingIfNeeded: rest)
      storage.append(left >= 32 ? word : word & ((1 << UInt32(left)) - 1))
      rest >>= 32
    }
  }

  /// The same for integers of any size.
  mutating func append(_ integer: BigInt) {
    if let small = Int128(exactly: integer) { return append(small) }
    var rest = integer >= 0 ? integer.magnitude : (BigUInt(1) << width) - integer.magnitude
    for _ in 0..<stride {
      storage.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
  }

  /// One number in hexadecimal.
  func text(_ index: Int) -> String {
    let words = storage.dropFirst(index * stride).prefix(stride).reversed()
    return words.map { String(UInt64($0) | 1 << 32, radix: 16).dropFirst() }.joined()
  }

  /// The numbers as another simulator run has left them.
  init(width: Int, storage: [UInt32]) {
    self.width = width
    self.storage = storage
  }
}
