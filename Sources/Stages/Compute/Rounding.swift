package import Arithmetic

/// What an exact number becomes: a code of a format, between two codes. Which one of two neighbours, the affine says.
package struct Rounding: Codable, Sendable, Hashable {
  package var format: Format
  /// The codes of the least and the greatest output, in value order.
  package var lowest: UInt32
  package var highest: UInt32

  package init(format: Format, lowest: UInt32, highest: UInt32) {
    self.format = format
    self.lowest = lowest
    self.highest = highest
  }
}
