package import BigInt
internal import Support

/// The integers `M` and `B` of `t = M * acc + B`, one pair an output channel.
package struct Affine: Sendable, Hashable {
  /// Bits of a multiplier, two's complement.
  package var multiplierWidth: Int
  /// Bits of an offset, two's complement.
  package var offsetWidth: Int
  package var multipliers: [Int128]
  package var offsets: [BigInt]

  package init(multiplierWidth: Int, offsetWidth: Int, multipliers: [Int128], offsets: [BigInt]) {
    self.multiplierWidth = multiplierWidth
    self.offsetWidth = offsetWidth
    self.multipliers = multipliers
    self.offsets = offsets
  }

  package init(multiplierWidth: Int, offsetWidth: Int, multipliers: [Int128], offsets: [Int128]) {
    self.init(
      multiplierWidth: multiplierWidth, offsetWidth: offsetWidth, multipliers: multipliers,
      offsets: offsets.map { BigInt(sign: $0 < 0 ? .minus : .plus, magnitude: BigUInt($0.magnitude)) })
  }
}

/// The text form writes the integers as decimal strings, since they may pass 64 bits.
extension Affine: Codable {
  private enum CodingKeys: String, CodingKey { case multiplierWidth, offsetWidth, multipliers, offsets }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func integers(_ key: CodingKeys) throws -> [Int128] {
      try container.decode([String].self, forKey: key).map { text in
        guard let value = Int128(text) else {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: container, debugDescription: "'\(text)' is no integer of at most 128 bits")
        }
        return value
      }
    }
    multiplierWidth = try container.decode(Int.self, forKey: .multiplierWidth)
    offsetWidth = try container.decode(Int.self, forKey: .offsetWidth)
    multipliers = try integers(.multipliers)
    offsets = try container.decode([String].self, forKey: .offsets).map { text in
      guard let value = BigInt(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: .offsets, in: container, debugDescription: "'\(text)' is no integer")
      }
      return value
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(multiplierWidth, forKey: .multiplierWidth)
    try container.encode(offsetWidth, forKey: .offsetWidth)
    try container.encode(multipliers.map { String($0) }, forKey: .multipliers)
    try container.encode(offsets.map { String($0) }, forKey: .offsets)
  }
}
