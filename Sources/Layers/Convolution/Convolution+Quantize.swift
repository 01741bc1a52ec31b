package import QuantizedIR
package import Support

extension Convolution: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    try LinearForm(
      geometry: geometry, groups: groups, weights: weights, outputs: weights.shape[0],
      bias: bias?.map(Double.init) ?? [0]
    ).quantize(context)
  }
}
