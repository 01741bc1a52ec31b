import NetworkIR
import ONNX
import Support

/// The arithmetic of two tensors that ONNX has: with a constant an affine, of two activations a sum or a
/// product.
enum ElementwiseArithmetic: String, CaseIterable, Sendable {
  case add = "Add"
  case subtract = "Sub"
  case multiply = "Mul"
  case divide = "Div"

  func run(_ context: inout ImportContext) {
    switch (context.value(0), context.value(1)) {
    case (.activation(let view)?, .constant?): affine(view, constant: 1, &context)
    case (.constant?, .activation(let view)?): affine(view, constant: 0, &context)
    case (.activation(let first)?, .activation(let second)?): combine(first, second, &context)
    case (nil, _), (_, nil): context.report("it reads \(context.current.inputs.count) tensors; 2 are expected")
    default: break
    }
  }

  /// Arithmetic with a constant of one value, or one for each index of one axis.
  private func affine(_ view: ActivationView, constant index: Int, _ context: inout ImportContext) {
    guard let tensor = context.weights(index, "constants") else { return }
    let rank = max(view.axes.count, tensor.shape.count)
    var view = view
    view.axes = Array(repeating: [], count: rank - view.axes.count) + view.axes
    let shape = Array(repeating: 1, count: rank - tensor.shape.count) + tensor.shape
    let long = shape.indices.filter { shape[$0] != 1 }
    guard long.allSatisfy({ shape[$0] == view.extent(view.axes[$0]) }), long.count <= 1 else {
      return context.report(
        "its constant has shape \(tensor.shape); one value or one for each index of one axis is supported",
        notes: ["its other operand has shape \(view.modelShape)"])
    }
    let values = tensor.reals
    guard !values.isEmpty else { return context.report("its constant is empty") }
    let ones = values.map { _ in 1.0 }
    let zeros = values.map { _ in 0.0 }
    switch (self, index) {
    case (.add, _):
      let isBias = tensor.grid == nil && long == [rank - 1]
      context.emitAffine(view, scale: ones, shift: values, axis: long.first, isBias: isBias)
    case (.subtract, 1): context.emitAffine(view, scale: ones, shift: values.map(-), axis: long.first)
    case (.subtract, _): context.emitAffine(view, scale: ones.map(-), shift: values, axis: long.first)
    case (.multiply, _): context.emitAffine(view, scale: values, shift: zeros, axis: long.first)
    case (.divide, 1):
      guard !values.contains(0) else { return context.report("it divides by a zero") }
      context.emitAffine(view, scale: values.map { 1 / $0 }, shift: zeros, axis: long.first)
    case (.divide, _): context.report("it divides a constant by the network's value, which is not supported")
    }
  }

  /// The sum, difference or product of two tensors; an extent of 1 is repeated.
  private func combine(_ first: ActivationView, _ second: ActivationView, _ context: inout ImportContext) {
    guard self != .divide else {
      return context.report("it divides by what the network computes; a constant divisor is supported")
    }
    guard var views = context.broadcast(first, second) else { return }
    if views[0].shape != views[1].shape {
      views = views.compactMap { context.flatten($0) }
      guard views.count == 2 else { return }
    }
    guard views[0].matches(views[1]) else {
      return context.report("its operands stream in different orders; none is rearranged here")
    }
    if self == .subtract {
      let channels = views[1].shape.channels
      let negation = ChannelAffine(
        scale: Array(repeating: -1, count: channels), shift: Array(repeating: 0, count: channels))
      guard let negated = context.emitElementwise(negation, reading: [views[1]]) else { return }
      views[1] = negated
    }
    let isInteger = context.current.isPart
    let operation: any NetworkOperation =
      self == .multiply ? Multiplication(isInteger: isInteger) : Addition(isInteger: isInteger)
    guard var result = context.emitElementwise(operation, reading: views) else { return }
    if views[1].inputOrder == nil { result.inputOrder = nil }
    context.setOutput(.activation(result))
  }
}

extension ImportContext {
  /// Both operands in one shape; nil after reporting or asking for a layout.
  fileprivate mutating func broadcast(_ first: ActivationView, _ second: ActivationView) -> [ActivationView]? {
    let rank = max(first.axes.count, second.axes.count)
    var views = [first, second]
    for index in views.indices {
      views[index].axes = Array(repeating: [], count: rank - views[index].axes.count) + views[index].axes
    }
    let shapes = views.map(\.modelShape)
    let differing = (0..<rank).filter { shapes[0][$0] != shapes[1][$0] }
    guard differing.allSatisfy({ min(shapes[0][$0], shapes[1][$0]) == 1 }) else {
      report("its operands have shapes \(first.modelShape) and \(second.modelShape), which do not fit each other")
      return nil
    }
    guard !differing.isEmpty else { return views }
    for index in views.indices {
      guard let view = settled(views[index], changing: Set(differing)) else { return nil }
      views[index] = view
    }
    for place in differing {
      let small = shapes[0][place] == 1 ? 0 : 1
      // The axis is where the larger operand has it.
      guard let axis = streamAxis(of: place, in: views[1 - small]) else { return nil }
      guard views[small].shape[axis] == 1 else {
        report(
          "its operands of shapes \(shapes[0]) and \(shapes[1]) stream in different orders; none is rearranged here",
          notes: ["they stream as \(first.shape) and \(second.shape)"])
        return nil
      }
      let repetition = Repetition(axis: axis, factor: views[1 - small].shape[axis])
      guard let next = emitResizing(repetition, reading: views[small], place: place, axis: axis) else { return nil }
      views[small] = next
    }
    return views
  }
}
