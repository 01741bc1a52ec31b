package import Arithmetic
package import Layers
internal import Support

/// The real values of weights as the quantizer rounds them.
package struct WeightRounding: Sendable {
  /// The format of the codes.
  package let format: Format
  /// What the plan states; nil where scales are found anew each time.
  package let scale: Double?
  private let table: [Float]

  /// The rounding of weights to a format.
  package init(_ format: Format, scale: Double? = nil) {
    self.format = format
    self.scale = scale
    table =
      format.width <= 16
      ? (0...format.number.codeMask).map { Float(format.number.value(of: $0)?.double ?? 0) } : []
  }

  /// - Parameters:
  ///   - outputs: output channels, along the first axis.
  ///   - scale: that of all weights; the plan's, or those that are found, where nil.
  package func values(_ weights: [Float], outputs: Int, scale: Double? = nil) -> [Float] {
    values(
      RoundedWeights(
        rounding: Tensor(shape: [outputs, weights.count / max(1, outputs)], values: weights), to: format,
        scale: scale ?? self.scale))
  }

  /// The real values of codes.
  package func values(_ rounded: RoundedWeights) -> [Float] {
    let terms = rounded.codes.values.count / max(1, rounded.scales.count)
    return rounded.codes.values.enumerated().map { place, code in
      let value = table.isEmpty ? format.number.value(of: code)?.double ?? 0 : Double(table[Int(code)])
      return Float(value * rounded.scales[place / terms])
    }
  }
}
