import NetworkIR
import ONNX
import Support

extension Argmax: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport("ArgMax", attributes: ["axis", "keepdims", "select_last_index"], argmax),
      OperatorImport("TopK", attributes: ["axis", "k", "largest", "sorted"], top),
    ]
  }

  @Sendable private static func argmax(_ context: inout ImportContext) {
    let axis = context.integer("axis", default: 0)
    let keeps = context.integer("keepdims", default: 1) != 0
    let last = context.integer("select_last_index", default: 0)
    if last != 0 { return context.unsupported("select_last_index", found: "\(last)", supported: "0 is supported") }
    guard let result = indices(axis: axis, keeps: keeps, &context) else { return }
    context.setOutput(.activation(result))
  }

  /// The index of the largest element only: the second output, with k = 1.
  @Sendable private static func top(_ context: inout ImportContext) {
    let before = context.problems.count
    let axis = context.integer("axis", default: -1)
    let largest = context.integer("largest", default: 1)
    var counts = [context.integer("k", default: 0)]
    if context.opset >= 10 {
      guard let tensor = context.constant(1, "k") else { return }
      guard let integers = tensor.integers else { return context.report("its k (input 1) is no integer") }
      counts = integers
    }
    guard context.problems.count == before else { return }
    if counts != [1] { return context.report("its k is \(counts.first ?? 0); 1 is supported") }
    if largest != 1 { return context.unsupported("largest", found: "\(largest)", supported: "1 is supported") }
    if context.uses(output: 0) {
      return context.report(
        "its output '\(context.current.outputs[0])', the largest value, is used; only the index is supported")
    }
    guard let result = indices(axis: axis, keeps: true, &context) else { return }
    context.setOutput(.activation(result), at: 1)
  }

  private static func indices(axis: Int, keeps: Bool, _ context: inout ImportContext) -> ActivationView? {
    guard var view = context.activation(0) else { return nil }
    // A softmax before it changes nothing.
    view.last = nil
    guard let place = context.axis(axis, rank: view.axes.count) else { return nil }
    if place == 0, let batch = context.fixedBatch, view.axes[0].isEmpty {
      context.report("it compares the batch of \(batch) samples, which are computed one by one")
      return nil
    }
    if view.axes[place] != view.places(of: .channels) {
      if view.axes[place].count < view.factors.count, context.askChannels(view, axis: place) { return nil }
      guard let arranged = context.withChannels(view, place: place) else { return nil }
      view = arranged
    }
    var others = view.axes
    others[place] = []
    guard let made = context.emit(Argmax(), reading: [view], axes: []) else { return nil }
    var result = made
    result.axes = others
    result.factors = view.factors.filter { $0.axis != .channels }
    if !keeps { result.axes.remove(at: place) }
    result.last = context.current.label
    return result
  }
}
