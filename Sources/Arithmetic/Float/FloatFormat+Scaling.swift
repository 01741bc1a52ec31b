/// The scale of a finite float is what moves its largest exponent: emax in Lai, Suda, Chandra, arXiv 1703.03073.
extension FloatFormat: ScaledFormat {
  package var scaling: TensorScaling { variant == .finite ? .powerOfTwo : .unit }

  /// Small floats beside fixed-point activations only store weights: no code is spent on infinities.
  package func weights(beside activation: any NumberFormat) -> any NumberFormat {
    width <= 8 && activation is any FixedPointFormat ? finite : self
  }
}
