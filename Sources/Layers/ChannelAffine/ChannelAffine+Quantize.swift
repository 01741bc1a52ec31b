package import QuantizedIR
package import Support

extension ChannelAffine: QuantizableOperation {
  package var absorbsAffine: Bool { true }
  package var absorbsClip: Bool { true }

  /// One tap of weight 1 a channel; the affine does the rest.
  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    // Where the model states the codes and all channels are alike, a table needs no multiplier.
    let constants = [scale.map(Double.init), shift.map(Double.init), context.scale, context.shift]
    if context.quantization != nil, constants.allSatisfy({ Set($0).count <= 1 }),
      let table = context.table({ x in
        let own = x * constants[0][0] + constants[1][0]
        return own * (context.scale.first ?? 1) + (context.shift.first ?? 0)
      })
    {
      return .codeTable(table)
    }
    return .linear(try form.quantize(context))
  }

  private var form: LinearForm {
    LinearForm(
      geometry: Geometry(), groups: scale.count, weights: nil, outputs: scale.count,
      gain: scale.map(Double.init), bias: shift.map(Double.init))
  }

  package func linearForm(_ context: LayerContext) -> LinearForm? { form }
}
