internal import QuantizedIR
internal import Stages
internal import Support

extension Cropped {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    let shape = inputs[0].shape
    return .moves(
      shape.count, lanes: axis == .channels ? [shape.channels, start, output.shape.channels] : [shape.channels])
  }

  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    let shape = inputs[0].shape
    let block = shape.block(axis)
    try chain.convert(to: fold.simd)
    try chain.append(
      "crop",
      Crop(
        period: block * shape[axis] / fold.simd, first: block * start / fold.simd,
        count: block * output.shape[axis] / fold.simd))
  }
}
