package import BigInt
package import Support

/// The per-channel `t = multiplier * x + offset` between an exact sum and the one rounding.
///
/// `t * 2^exponent` is the result in the output format's own values: scales are in the multipliers, zero
/// points in the offsets. `rounding` makes it a code.
package struct Affine: Hashable, Sendable {
  /// One a channel, signed, of `multiplierWidth` bits.
  package var multipliers: [Int]
  /// One a channel, signed, of `offsetWidth` bits.
  package var offsets: [BigInt]
  package var exponent: Int
  package var multiplierWidth: Int
  /// Formats other than fixed point and ternary have ties to even alone.
  package var rounding: RoundingMode

  package init(
    multipliers: [Int], offsets: [BigInt], exponent: Int, multiplierWidth: Int, rounding: RoundingMode = .halfEven
  ) {
    self.multipliers = multipliers
    self.offsets = offsets
    self.exponent = exponent
    self.multiplierWidth = multiplierWidth
    self.rounding = rounding
  }

  /// Whether every multiplier has at most `multiplierWidth` bits.
  package var multipliersFit: Bool {
    multipliers.allSatisfy {
      multiplierWidth > 0
        && (multiplierWidth >= Int.bitWidth || $0 >> (multiplierWidth - 1) == $0 >> (Int.bitWidth - 1))
    }
  }

  /// Bits of the widest offset in two's complement.
  package var offsetWidth: Int {
    offsets.map { ($0.signum() < 0 ? -$0 - 1 : $0).magnitude.bitWidth + 1 }.max() ?? 1
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

/// Offsets are decimal strings, because they may be longer than any machine integer.
extension Affine: Codable {
  private enum CodingKeys: String, CodingKey { case multipliers, offsets, exponent, multiplierWidth, rounding }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    multipliers = try container.decode([Int].self, forKey: .multipliers)
    exponent = try container.decode(Int.self, forKey: .exponent)
    multiplierWidth = try container.decode(Int.self, forKey: .multiplierWidth)
    rounding = try container.decodeIfPresent(RoundingMode.self, forKey: .rounding) ?? .halfEven
    offsets = try container.decode([String].self, forKey: .offsets).map { text in
      guard let value = BigInt(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: .offsets, in: container, debugDescription: "'\(text)' is not an integer")
      }
      return value
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(multipliers, forKey: .multipliers)
    try container.encode(exponent, forKey: .exponent)
    try container.encode(multiplierWidth, forKey: .multiplierWidth)
    try container.encode(IntegerTexts(offsets), forKey: .offsets)
    if rounding != .halfEven { try container.encode(rounding, forKey: .rounding) }
  }
}
