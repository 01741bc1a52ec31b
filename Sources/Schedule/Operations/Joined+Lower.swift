internal import QuantizedIR
internal import Stages
internal import Support

extension Joined {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    .moves(output.shape.count, lanes: inputs.map(\.shape.channels))
  }

  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    try chain.queue(lanes: fold.simd)
    let counts = inputs.map { $0.shape.block(axis) * $0.shape[axis] / fold.simd }
    var joined = counts[0]
    for count in counts.dropFirst() {
      try chain.appendToPair("join", Join(counts: [joined, count]))
      joined += count
    }
  }
}
