package import Support

/// What is known of elements that a quantizer made: each is a small integer, or a small float, times its step.
package struct ValueGrid: Sendable, Hashable {
  /// One for each element, positive.
  package var steps: [Float]
  /// The widths of elements that are floats in units of their steps; nil for integers.
  package var float: FloatWidths?

  /// One step an output, or one for all; a grid of floats where widths are given.
  package init(steps: [Float], float: FloatWidths? = nil) {
    self.steps = steps
    self.float = float
  }
}
