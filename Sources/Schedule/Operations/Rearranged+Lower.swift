internal import QuantizedIR
internal import Stages
internal import Support

extension Rearranged {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    .moves(output.shape.count, lanes: [order.block, inputs[0].shape.channels, output.shape.channels])
  }

  /// A buffer of what moves together: outer axes that stay only repeat it, inner ones that stay share words.
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    var axes = order.simplified
    guard let last = axes.order.last else { return }
    try chain.convert(to: fold.simd)
    if last == axes.extents.count - 1 { axes.extents[last] /= fold.simd }
    if axes.order.first == 0 { axes.extents[0] = 1 }
    let moved = axes.simplified
    try chain.append("reorder", Reorder(extents: moved.extents, order: moved.order))
  }
}

extension AxisOrder {
  /// Elements that stay together: those of the innermost axis where it stays there.
  fileprivate var block: Int {
    let axes = simplified
    return axes.order.last == axes.extents.count - 1 ? axes.extents.last ?? 1 : 1
  }
}
