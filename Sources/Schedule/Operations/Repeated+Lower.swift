internal import QuantizedIR
internal import Stages
internal import Support

extension Repeated {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    .moves(output.shape.count, lanes: axis == .channels ? [1] : [output.shape.channels])
  }

  /// Windows of one element that leave several times, where an element is all that lies at an index of the axis.
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    let shape = inputs[0].shape
    let block = shape.block(axis)
    try chain.convert(to: fold.simd)
    try chain.append(
      "window", Window(input: Shape(height: shape.count / block, channels: block), repeats: factor))
  }
}
