package import QuantizedIR
package import Support

extension Dense: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    let (outputs, inputs) = (weights.shape[0], weights.shape[1])
    return try LinearForm(
      geometry: Geometry(), groups: 1, weights: Tensor(shape: [outputs, 1, 1, inputs], values: weights.values),
      outputs: outputs, bias: bias?.map(Double.init) ?? [0]
    ).quantize(context)
  }
}
