package import QuantizedIR
package import Support

extension AveragePool: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  /// A depthwise sum of weight 1 a tap; the affine divides.
  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    try form(context).quantize(context)
  }

  private func form(_ context: LayerContext) -> LinearForm {
    let channels = context.inputs[0].shape.channels
    return LinearForm(
      geometry: geometry, groups: channels, weights: nil, outputs: channels, gain: [1 / Double(geometry.taps)])
  }

  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    try form(context).naturalType(context)
  }
}
