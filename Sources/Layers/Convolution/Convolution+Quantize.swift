package import QuantizedIR
package import Support

extension Convolution: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .linear(try form.quantize(context))
  }

  private var form: LinearForm {
    LinearForm(
      geometry: geometry, groups: groups, weights: weights, outputs: weights.shape[0],
      bias: bias?.map(Double.init) ?? [0], grid: grid, roundsBias: roundsBias)
  }

  package func linearForm(_ context: LayerContext) -> LinearForm? { form }
}
