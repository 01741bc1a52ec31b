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
    guard let constant = context.axisConstant(index, beside: view) else { return }
    let (view, values) = (constant.view, constant.values)
    let ones = values.map { _ in 1.0 }
    let zeros = values.map { _ in 0.0 }
    switch (self, index) {
    case (.add, _):
      context.emitAffine(view, scale: ones, shift: values, axis: constant.axis, isBias: constant.isBias)
    case (.subtract, 1): context.emitAffine(view, scale: ones, shift: values.map(-), axis: constant.axis)
    case (.subtract, _): context.emitAffine(view, scale: ones.map(-), shift: values, axis: constant.axis)
    case (.multiply, _): context.emitAffine(view, scale: values, shift: zeros, axis: constant.axis)
    case (.divide, 1):
      guard !values.contains(0) else { return context.report("it divides by a zero") }
      context.emitAffine(view, scale: values.map { 1 / $0 }, shift: zeros, axis: constant.axis)
    case (.divide, _):
      context.function(constant) { .quotient(numerators: $0) }.map { context.setOutput(.activation($0)) }
    }
  }

  /// The sum, difference or product of two tensors; an extent of 1 is repeated.
  private func combine(_ first: ActivationView, _ second: ActivationView, _ context: inout ImportContext) {
    guard self != .divide else {
      return context.report("it divides by what the network computes; a constant divisor is supported")
    }
    guard let views = context.aligned(first, second) else { return }
    let isInteger = context.current.isPart
    let result =
      switch self {
      case .add: context.emitPair(Addition(isInteger: isInteger), views)
      case .subtract: context.emitDifference(views, isInteger: isInteger)
      case .multiply, .divide: context.emitPair(Multiplication(isInteger: isInteger), views)
      }
    result.map { context.setOutput(.activation($0)) }
  }
}
