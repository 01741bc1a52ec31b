internal import QuantizedIR
internal import Stages
internal import Support

extension Padded {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    let channels = inputs[0].shape.channels
    return .moves(output.shape.count, lanes: axis == .channels ? [channels, before, after] : [channels])
  }

  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    let shape = inputs[0].shape
    try chain.convert(to: fold.simd)
    // Channels are spread a word at a time.
    let unit = axis == .channels ? fold.simd : 1
    try chain.append(
      "spread",
      Spread(
        block: shape.block(axis) * unit / fold.simd, extent: shape[axis] / unit, before: before / unit, step: step,
        after: after / unit, padCode: code))
  }
}
