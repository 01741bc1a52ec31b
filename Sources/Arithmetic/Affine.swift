package import BigInt
package import Support

/// The per-channel `t = multiplier * x + offset` between an exact sum and the one rounding, or two of them, one on
/// each side of a border.
///
/// `t * 2^exponent` is the result in the output format's own values: scales are in the multipliers, zero
/// points in the offsets. `rounding` makes it a code.
package struct Affine: Hashable, Sendable {
  /// One a channel, signed, of `multiplierWidth` bits.
  package var multipliers: [Int]
  /// One a channel, signed, of `offsetWidth` bits.
  package var offsets: [BigInt]
  /// The power of two that results are multiplied by.
  package var exponent: Int
  /// Bits of the multipliers, two's complement.
  package var multiplierWidth: Int
  /// Formats other than fixed point and ternary have ties to even alone.
  package var rounding: RoundingMode
  /// What sums below a border have instead, where a function bends there; nil where one line serves all sums.
  package var below: Below?

  /// The multipliers and offsets of the sums below each channel's border.
  package struct Below: Hashable, Sendable {
    /// The least sum that is not below, one a channel.
    package var borders: [BigInt]
    /// One a channel, of the affine's `multiplierWidth` bits.
    package var multipliers: [Int]
    /// One a channel.
    package var offsets: [BigInt]

    /// As many of each as there are channels.
    package init(borders: [BigInt], multipliers: [Int], offsets: [BigInt]) {
      self.borders = borders
      self.multipliers = multipliers
      self.offsets = offsets
    }
  }

  /// As many multipliers and offsets as there are channels.
  package init(
    multipliers: [Int], offsets: [BigInt], exponent: Int, multiplierWidth: Int, rounding: RoundingMode = .halfEven,
    below: Below? = nil
  ) {
    self.multipliers = multipliers
    self.offsets = offsets
    self.exponent = exponent
    self.multiplierWidth = multiplierWidth
    self.rounding = rounding
    self.below = below
  }

  /// Whether every multiplier has at most `multiplierWidth` bits.
  package var multipliersFit: Bool {
    (multipliers + (below?.multipliers ?? [])).allSatisfy {
      multiplierWidth > 0
        && (multiplierWidth >= Int.bitWidth || $0 >> (multiplierWidth - 1) == $0 >> (Int.bitWidth - 1))
    }
  }

  /// Bits of the widest offset in two's complement.
  package var offsetWidth: Int { (offsets + (below?.offsets ?? [])).signedWidth }

  /// Whether it has so many channels.
  package func has(channels: Int) -> Bool {
    let counts = [multipliers.count, offsets.count]
    let others = below.map { [$0.borders.count, $0.multipliers.count, $0.offsets.count] } ?? []
    return (counts + others).allSatisfy { $0 == channels }
  }

  /// `t` of a channel's sum.
  package func total(of sum: BigInt, channel: Int) -> BigInt {
    if let below, sum < below.borders[channel] {
      return sum * BigInt(below.multipliers[channel]) + below.offsets[channel]
    }
    return sum * BigInt(multipliers[channel]) + offsets[channel]
  }
}

extension Affine {
  /// Throws where results in `format` cannot be rounded as stated.
  package func checkRounding(to format: Format, of place: String) throws(Failure) {
    guard rounding != .halfEven, !(format.number is any FixedPointFormat || format.number is TernaryFormat) else {
      return
    }
    throw Failure(
      at: place,
      "results in \(format) are rounded to nearest even; '\(rounding.rawValue)' is for fixed point and ternary")
  }
}

/// Offsets and borders are decimal strings, because they may be longer than any machine integer.
extension Affine: Codable {
  private enum CodingKeys: String, CodingKey { case multipliers, offsets, exponent, multiplierWidth, rounding, below }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    multipliers = try container.decode([Int].self, forKey: .multipliers)
    exponent = try container.decode(Int.self, forKey: .exponent)
    multiplierWidth = try container.decode(Int.self, forKey: .multiplierWidth)
    rounding = try container.decodeIfPresent(RoundingMode.self, forKey: .rounding) ?? .halfEven
    offsets = try container.decodeIntegers(forKey: .offsets)
    below = try container.decodeIfPresent(Below.self, forKey: .below)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(multipliers, forKey: .multipliers)
    try container.encode(exponent, forKey: .exponent)
    try container.encode(multiplierWidth, forKey: .multiplierWidth)
    try container.encode(IntegerTexts(offsets), forKey: .offsets)
    if rounding != .halfEven { try container.encode(rounding, forKey: .rounding) }
    try container.encodeIfPresent(below, forKey: .below)
  }
}

extension Affine.Below: Codable {
  private enum CodingKeys: String, CodingKey { case borders, multipliers, offsets }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    borders = try container.decodeIntegers(forKey: .borders)
    multipliers = try container.decode([Int].self, forKey: .multipliers)
    offsets = try container.decodeIntegers(forKey: .offsets)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(IntegerTexts(borders), forKey: .borders)
    try container.encode(multipliers, forKey: .multipliers)
    try container.encode(IntegerTexts(offsets), forKey: .offsets)
  }
}

extension KeyedDecodingContainer {
  /// Integers of any length, written as text.
  fileprivate func decodeIntegers(forKey key: Key) throws -> [BigInt] {
    try decode([String].self, forKey: key).map { text in
      guard let value = BigInt(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: self, debugDescription: "'\(text)' is not an integer")
      }
      return value
    }
  }
}
