import Support

/// Changes of bytes, whatever they stand for.
enum ByteMutation {
  static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    for _ in 0..<1 + random.below(4) { once(&bytes, &random) }
  }

  private static func once(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let place = random.below(bytes.count)
    if bytes.isEmpty {
      bytes = (0..<random.below(64)).map { _ in UInt8(random.below(256)) }
      return
    }
    switch random.below(8) {
    case 0: bytes[place] = UInt8(random.below(256))
    case 1: bytes[place] ^= 1 << UInt8(random.below(8))
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8(random.below(256)), at: place)
    case 4: bytes[place] = random.pick([0, 1, 0x7F, 0x80, 0xFF])
    case 5: bytes.removeLast(random.below(bytes.count))
    case 6:
      let end = min(bytes.count, place + 1 + random.below(32))
      bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count))
    default:
      // A large size where one stands.
      for byte in 0..<min(random.pick([2, 4, 8]), bytes.count - place) {
        bytes[place + byte] = random.pick([0, 0xFF, 0x7F, 0x80])
      }
    }
  }
}
