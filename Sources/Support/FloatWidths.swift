/// The widths of a float's exponent and fraction, in bits; its sign is one bit more.
package struct FloatWidths: Sendable, Hashable, Codable {
  package var exponent: Int
  package var fraction: Int

  package init(exponent: Int, fraction: Int) {
    self.exponent = exponent
    self.fraction = fraction
  }
}
