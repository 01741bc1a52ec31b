package import Arithmetic

/// How an exact integer `t` becomes an output code: `clamp(encode(t * 2^exponent))`, one rounding to nearest even.
package struct Rounding: Codable, Sendable, Hashable {
  /// The weight of the integer's lowest bit, as a power of two.
  package var exponent: Int
  package var format: Format
  /// The codes of the least and the greatest output, in value order.
  package var lowest: UInt32
  package var highest: UInt32

  package init(exponent: Int, format: Format, lowest: UInt32, highest: UInt32) {
    self.exponent = exponent
    self.format = format
    self.lowest = lowest
    self.highest = highest
  }
}
