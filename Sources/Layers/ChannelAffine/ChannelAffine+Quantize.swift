package import QuantizedIR
package import Support

extension ChannelAffine: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  /// One tap of weight 1 a channel; the affine does the rest.
  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    try LinearForm(
      geometry: Geometry(), groups: scale.count, weights: nil, outputs: scale.count,
      gain: scale.map(Double.init), bias: shift.map(Double.init)
    ).quantize(context)
  }
}
