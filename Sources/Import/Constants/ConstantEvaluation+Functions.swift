import Foundation
import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Functions of one element: those that are exact in doubles, then all that layers compute.
  static let functions: [String: Evaluation] = reals.mapValues { function in Evaluation { real(function, &$0) } }
    .merging(signed.mapValues { functions in Evaluation { either(functions.0, functions.1, &$0) } }) { $1 }
    .merging([
      "Clip": Evaluation(["max", "min"], clip), "Not": Evaluation { integers({ $0 == 0 ? 1 : 0 }, &$0) },
      "BitwiseNot": Evaluation { integers({ ~$0 }, &$0) },
    ]) { $1 }
    .merging(
      Activation.functions.mapValues { entry in
        Evaluation(entry.attributes) { context in
          guard let function = entry.make(&context) else { return nil }
          return real({ Double(Activation(function: function).value(Float($0))) }, &context)
        }
      }
    ) { own, _ in own }

  private static let reals: [String: @Sendable (Double) -> Double] = [
    "Sqrt": { $0.squareRoot() }, "Reciprocal": { 1 / $0 }, "Floor": { $0.rounded(.down) }, "Ceil": { $0.rounded(.up) },
    "Round": { $0.rounded(.toNearestOrEven) }, "Exp": { exp($0) }, "Log": { log($0) }, "Erf": { erf($0) },
    "Sin": { sin($0) }, "Cos": { cos($0) }, "Tan": { tan($0) }, "Tanh": { tanh($0) },
  ]

  private static let signed: [String: (@Sendable (Double) -> Double, @Sendable (Int64) -> Int64)] = [
    "Neg": ({ -$0 }, { 0 &- $0 }), "Abs": ({ $0.magnitude }, { $0 < 0 ? 0 &- $0 : $0 }),
    "Sign": ({ $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { $0.signum() }), "Relu": ({ $0 < 0 ? 0 : $0 }, { max($0, 0) }),
  ]

  private static func either(
    _ real: (Double) -> Double, _ integer: (Int64) -> Int64, _ context: inout ImportContext
  ) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    return tensor.type.isReal
      ? ONNXTensor(tensor.type, tensor.shape, reals: tensor.reals.map(real))
      : ONNXTensor(tensor.type, tensor.shape, wholes: tensor.wholes.map(integer))
  }

  private static func real(_ function: (Double) -> Double, _ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    guard tensor.type.isReal else {
      context.report("its operand is of type '\(tensor.type.rawValue)'; a floating-point type is expected")
      return nil
    }
    return ONNXTensor(tensor.type, tensor.shape, reals: tensor.reals.map(function))
  }

  private static func integers(_ function: (Int64) -> Int64, _ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    guard !tensor.type.isReal else {
      context.report("its operand is of type '\(tensor.type.rawValue)'; an integer type is expected")
      return nil
    }
    return ONNXTensor(tensor.type, tensor.shape, wholes: tensor.wholes.map(function))
  }

  /// Bounds are operands of the elements' type; before opset 11 attributes. The upper one wins.
  @Sendable private static func clip(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    var result = tensor
    for (index, name, open, function) in [(1, "min", -Double.infinity, maximum), (2, "max", .infinity, minimum)] {
      let attribute = context.real(name, default: open)
      var bound = attribute == open ? nil : ONNXTensor(tensor.type, [], number: attribute)
      if context.value(index) != nil {
        guard let operand = context.constant(index, "bounds") else { return nil }
        bound = operand
      }
      guard let bound else { continue }
      guard bound.count == 1, bound.type == tensor.type else {
        context.report("a bound is \(bound.type.rawValue) \(bound.shape); one '\(tensor.type.rawValue)' is expected")
        return nil
      }
      guard let next = combined(result, bound.reshaped([]), function, &context) else { return nil }
      result = next
    }
    return result
  }
}
