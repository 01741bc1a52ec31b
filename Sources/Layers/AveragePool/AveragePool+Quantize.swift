internal import Arithmetic
package import QuantizedIR
package import Support

extension AveragePool: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  /// A depthwise sum of weight 1 a tap; the affine divides, each pixel by its own number where they differ.
  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    var context = context
    if addsZeroFirst, context.isFused { context.quantization?.scalesSums = false }
    return .linear(try form(context).quantize(context))
  }

  private func form(_ context: LayerContext) -> LinearForm {
    let input = context.inputs[0].shape
    let counts = divisors(input)
    let gains =
      counts.count == 1
      ? [1 / Double(counts[0])] : counts.flatMap { repeatElement(1 / Double($0), count: input.channels) }
    return LinearForm(
      geometry: geometry, groups: input.channels, weights: nil, outputs: input.channels, gain: gains)
  }

  package func linearForm(_ context: LayerContext) -> LinearForm? { form(context) }
}
