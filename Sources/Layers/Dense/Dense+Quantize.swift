package import QuantizedIR
package import Support

extension Dense: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .linear(try form.quantize(context))
  }

  private var form: LinearForm {
    let (outputs, inputs) = (weights.shape[0], weights.shape[1])
    return LinearForm(
      geometry: Geometry(), groups: 1, weights: Tensor(shape: [outputs, 1, 1, inputs], values: weights.values),
      outputs: outputs, bias: bias?.map(Double.init) ?? [0], grid: grid, roundsBias: roundsBias)
  }

  package func linearForm(_ context: LayerContext) -> LinearForm? { form }
}
