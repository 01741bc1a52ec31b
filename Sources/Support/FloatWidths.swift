/// The widths of a float's exponent and fraction, in bits; its sign is one bit more.
package struct FloatWidths: Sendable, Hashable, Codable {
  /// Bits of the exponent.
  package var exponent: Int
  /// Bits of the fraction.
  package var fraction: Int

  /// A float of so many exponent and fraction bits.
  package init(exponent: Int, fraction: Int) {
    self.exponent = exponent
    self.fraction = fraction
  }
}
