package import QuantizedIR
package import Support

extension AveragePool: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  /// A depthwise sum of weight 1 a tap; the affine divides.
  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    let channels = context.inputs[0].shape.channels
    return try LinearForm(
      geometry: geometry, groups: channels, weights: nil, outputs: channels, gain: [1 / Double(geometry.taps)]
    ).quantize(context)
  }
}
