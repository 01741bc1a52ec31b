/// Posits are finest around 1.
extension PositFormat: ScaledFormat {
  package var scaling: TensorScaling { .powerOfTwo }
}
