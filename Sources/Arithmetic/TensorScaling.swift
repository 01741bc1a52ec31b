/// How a tensor's real scale is found when it is quantized to a format.
package enum TensorScaling: Sendable {
  /// The format's values are the real ones: scale 1.
  case unit
  /// The scale stretches the codes over the tensor's range.
  case range
  /// The scale is the power of two at which the rounded values are nearest to the real ones, one for the whole tensor.
  case powerOfTwo
  /// Only the sign is kept; the scale is the mean magnitude.
  case sign
  /// Magnitudes under 0.7 of their mean become 0, the others their sign; the scale is the mean of the kept ones.
  ///
  /// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021, after Li et al.'s ternary weight networks.
  case threshold
}

/// A format whose tensors have a scale of their own; the others have scale 1.
package protocol ScaledFormat: NumberFormat {
  /// How the scale of a tensor in the format is found.
  var scaling: TensorScaling { get }

  /// The format as which weights are kept that multiply activations of another; this one where nothing is said.
  func weights(beside activation: any NumberFormat) -> any NumberFormat
}

extension ScaledFormat {
  package func weights(beside activation: any NumberFormat) -> any NumberFormat { self }
}

extension Format {
  /// How the scale of a tensor in this format is found; 1 where the format has none of its own.
  package var scaling: TensorScaling { (number as? any ScaledFormat)?.scaling ?? .unit }

  /// The format as which weights are kept beside such activations.
  package func weights(beside activation: Format) -> Format {
    Format((number as? any ScaledFormat)?.weights(beside: activation.number) ?? number)
  }
}
