/// The scale of a finite float is what moves its largest exponent: emax in Lai, Suda, Chandra, arXiv 1703.03073.
extension FloatFormat: ScaledFormat {
  package var scaling: TensorScaling { variant == .finite ? .powerOfTwo : .unit }
}
