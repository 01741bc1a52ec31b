import NetworkIR
import ONNX
import Support

/// The operators of ONNX on any number of tensors: sums of two, and differences cut at 0.
enum VariadicArithmetic: String, CaseIterable, Sendable {
  case sum = "Sum"
  case mean = "Mean"
  case maximum = "Max"
  case minimum = "Min"

  func run(_ context: inout ImportContext) {
    guard var result = joined(&context) else { return }
    for index in context.current.inputs.indices {
      guard case .constant? = context.value(index) else { continue }
      guard let next = apply(index, to: result, &context) else { return }
      result = next
    }
    if self == .mean {
      let share = 1 / Double(context.current.inputs.count)
      guard let scaled = context.affine(result, scale: [share], shift: [0], axis: nil) else { return }
      result = scaled
    }
    context.setOutput(.activation(result))
  }

  /// Of all tensors that the network computes; nil where one has a problem.
  private func joined(_ context: inout ImportContext) -> ActivationView? {
    var result: ActivationView?
    for index in context.current.inputs.indices {
      if case .constant? = context.value(index) { continue }
      guard let next = context.activation(index) else { return nil }
      guard let first = result else {
        result = next
        continue
      }
      guard let views = context.aligned(first, next), let made = pair(views, &context) else { return nil }
      result = made
    }
    return result
  }

  /// max(a, b) = b + max(a - b, 0), min(a, b) = b - max(b - a, 0).
  private func pair(_ views: [ActivationView], _ context: inout ImportContext) -> ActivationView? {
    func excess(_ views: [ActivationView]) -> ActivationView? {
      context.emitDifference(views).flatMap {
        context.emitElementwise(Activation(function: .relu), reading: [$0])
      }
    }
    switch self {
    case .sum, .mean: return context.emitPair(Addition(), views)
    case .maximum: return excess(views).flatMap { context.emitPair(Addition(), [views[1], $0]) }
    case .minimum: return excess(views.reversed()).flatMap { context.emitDifference([views[1], $0]) }
    }
  }

  private func apply(_ index: Int, to view: ActivationView, _ context: inout ImportContext) -> ActivationView? {
    if view.coding != nil, self == .maximum || self == .minimum {
      guard let tensor = context.constant(index, "constants"), tensor.count == 1, !tensor.type.isReal else {
        context.report("its constant varies; one integer is supported among codes")
        return nil
      }
      let bound = tensor.reals[0]
      return context.clip(view, self == .maximum ? bound : -.infinity, self == .minimum ? bound : .infinity)
    }
    guard let constant = context.axisConstant(index, beside: view) else { return nil }
    switch self {
    case .sum, .mean:
      return context.affine(
        constant.view, scale: constant.values.map { _ in 1 }, shift: constant.values, axis: constant.axis)
    case .maximum:
      guard constant.axis != nil else { return context.clip(constant.view, constant.values[0], .infinity) }
      return context.function(constant) { .limits(lower: $0, upper: $0.map { _ in .infinity }) }
    case .minimum:
      guard constant.axis != nil else { return context.clip(constant.view, -.infinity, constant.values[0]) }
      return context.function(constant) { .limits(lower: $0.map { _ in -.infinity }, upper: $0) }
    }
  }
}
