import NetworkIR
import ONNX
import Support

extension Activation: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport("Relu") { emit(.relu, &$0) },
      OperatorImport("Clip", attributes: ["max", "min"], clip),
      OperatorImport("Selu", attributes: ["alpha", "gamma"]) { context in
        let alpha = context.real("alpha", default: 1.67326319217681884765625)
        let gamma = context.real("gamma", default: 1.05070102214813232421875)
        emit(.selu(alpha: Float(alpha), gamma: Float(gamma)), &context)
      },
    ]
  }

  private static func emit(_ function: Function, _ context: inout ImportContext) {
    guard let view = context.activation(0),
      let result = context.emitElementwise(Activation(function: function), reading: [view])
    else { return }
    context.setOutput(.activation(result))
  }

  /// Bounds are attributes before opset 11 and inputs since.
  @Sendable private static func clip(_ context: inout ImportContext) {
    var bounds: [Double] = []
    for (index, name, open) in [(1, "min", -Double.infinity), (2, "max", Double.infinity)] {
      var bound = open
      if context.opset < 11 {
        bound = context.real(name, default: open)
      } else if context.current.attributes[name] != nil {
        return context.report("attribute '\(name)' is given; since opset 11 it is input \(index)")
      } else if context.value(index) != nil {
        guard let tensor = context.constant(index, "bounds") else { return }
        guard tensor.count == 1, let value = tensor.reals.first, !value.isNaN else {
          return context.report("its '\(name)' has shape \(tensor.shape); one number is expected")
        }
        bound = value
      }
      bounds.append(bound)
    }
    emit(.clip(lower: Float(bounds[0]), upper: Float(bounds[1])), &context)
  }
}
