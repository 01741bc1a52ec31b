/// What is known of elements that a quantizer made: each is a small integer, or a small float, times its step.
package struct ValueGrid: Sendable, Hashable {
  /// The widths of elements that are floats in units of their steps.
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

  /// One for each element, positive.
  package var steps: [Float]
  /// Nil for integers.
  package var float: FloatWidths?

  /// One step an output, or one for all; a grid of floats where widths are given.
  package init(steps: [Float], float: FloatWidths? = nil) {
    self.steps = steps
    self.float = float
  }
}
