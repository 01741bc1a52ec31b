import ONNX
import Support

/// The arithmetic of two tensors that ONNX has: with a constant an affine, of two activations a sum.
enum ElementwiseArithmetic: String, CaseIterable, Sendable {
  case add = "Add"
  case subtract = "Sub"
  case multiply = "Mul"
  case divide = "Div"

  func run(_ context: inout ImportContext) {
    switch (context.value(0), context.value(1)) {
    case (.activation(let view)?, .constant?): affine(view, constant: 1, &context)
    case (.constant?, .activation(let view)?): affine(view, constant: 0, &context)
    case (.activation(let first)?, .activation(let second)?): sum(first, second, &context)
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
    case (.add, _): context.emitAffine(view, scale: ones, shift: values, axis: long.first)
    case (.subtract, 1): context.emitAffine(view, scale: ones, shift: values.map(-), axis: long.first)
    case (.subtract, _): context.emitAffine(view, scale: ones.map(-), shift: values, axis: long.first)
    case (.multiply, _): context.emitAffine(view, scale: values, shift: zeros, axis: long.first)
    case (.divide, 1):
      guard !values.contains(0) else { return context.report("it divides by a zero") }
      context.emitAffine(view, scale: values.map { 1 / $0 }, shift: zeros, axis: long.first)
    case (.divide, _): context.report("it divides a constant by the network's value, which is not supported")
    }
  }

  /// The sum or difference of two tensors of one shape.
  private func sum(_ first: ActivationView, _ second: ActivationView, _ context: inout ImportContext) {
    guard self == .add || self == .subtract else {
      return context.report("both its operands are computed by the network; a constant is expected")
    }
    guard first.modelShape == second.modelShape else {
      return context.report("it adds shapes \(first.modelShape) and \(second.modelShape); equal shapes are supported")
    }
    var views = [first, second]
    if first.shape != second.shape {
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
    guard var result = context.emitElementwise(Addition(), reading: views) else { return }
    if views[1].inputOrder == nil { result.inputOrder = nil }
    context.setOutput(.activation(result))
  }
}
