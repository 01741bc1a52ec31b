import NetworkIR
import ONNX
import Support

extension Concatenation: ImportableOperation {
  package static var imports: [OperatorImport] { [OperatorImport("Concat", attributes: ["axis"], concat)] }

  @Sendable private static func concat(_ context: inout ImportContext) {
    let axis = context.integer("axis", default: 1)
    let given = context.current.inputs.indices.map { context.activation($0) }
    let views = given.compactMap { $0 }
    guard views.count == given.count, let first = views.first else { return }
    guard let place = context.axis(axis, rank: first.axes.count) else { return }
    guard views.allSatisfy({ $0.axes.count == first.axes.count }) else {
      return context.report("it reads shapes \(views.map(\.modelShape)); shapes of one rank are expected")
    }
    for view in views where context.settled(view, changing: [place]) == nil { return }
    if place == 0, context.fixedBatch != nil, first.axes[0].isEmpty {
      return context.report("it joins along the batch, whose samples are computed one by one")
    }
    guard views.count > 1 else { return context.setOutput(.activation(first)) }
    if let axis = StreamAxis.allCases.reversed().first(where: { join(views, place, along: $0) }) {
      return context.join(views, place, along: axis)
    }
    guard views.allSatisfy({ differ($0, first) == [] || differ($0, first) == [place] }) else {
      return context.report(
        "its inputs have shapes \(views.map(\.modelShape)); shapes that differ only in axis \(place) are expected")
    }
    guard let aligned = context.aligned(views, place: place), let axis = aligned.axis else { return }
    context.join(aligned.views, place, along: axis)
  }

  /// The axes of the model in which two views have different extents.
  private static func differ(_ first: ActivationView, _ second: ActivationView) -> [Int] {
    first.axes.indices.filter { first.modelShape[$0] != second.modelShape[$0] }
  }

  /// Whether the model's axis `place` is the tensor's `axis` in all views, which are alike otherwise.
  private static func join(_ views: [ActivationView], _ place: Int, along axis: StreamAxis) -> Bool {
    guard views.allSatisfy({ $0.axes[place] == $0.places(of: axis) }), let first = views.first else { return false }
    var shape = first.shape
    shape[axis] = 1
    let others = first.resized(place, along: axis, tensor: "", shape: shape)
    return views.dropFirst().allSatisfy { view in
      var shape = view.shape
      shape[axis] = 1
      return view.resized(place, along: axis, tensor: "", shape: shape).matches(others)
    }
  }
}

extension ImportContext {
  fileprivate mutating func join(_ views: [ActivationView], _ place: Int, along axis: StreamAxis) {
    guard let made = emit(Concatenation(axis: axis), reading: views, axes: []), let first = views.first else { return }
    setOutput(.activation(first.resized(place, along: axis, tensor: made.tensor, shape: made.shape)))
  }
}
