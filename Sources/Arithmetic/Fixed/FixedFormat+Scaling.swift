/// A format that states its binary point has the scale that it states; without one the tensor's range decides.
extension FixedFormat: ScaledFormat {
  package var scaling: TensorScaling { fraction == 0 ? .range : .unit }
}

extension UnsignedFixedFormat: ScaledFormat {
  package var scaling: TensorScaling { fraction == 0 ? .range : .unit }
}
