import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Changes of the elements' type.
  static let types: [String: Evaluation] = [
    "Cast": Evaluation(["round_mode", "saturate", "to"]) { context in
      let code = context.integer("to", default: 0)
      guard let type = ElementType.coded(code) else {
        context.unsupported("to", found: "\(code)", supported: "1 to 7, 9 to 12, 16, 21 and 22 are supported")
        return nil
      }
      return cast(to: type, &context)
    },
    "CastLike": Evaluation(["round_mode", "saturate"]) { context in
      context.constant(1, "types").flatMap { cast(to: $0.type, &context) }
    },
  ]

  /// Real numbers become integers towards 0, integers lose their upper bits.
  private static func cast(to type: ElementType, _ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    if type.isReal { return ONNXTensor(type, tensor.shape, reals: tensor.reals) }
    guard tensor.type.isReal else { return ONNXTensor(type, tensor.shape, wholes: tensor.wholes) }
    if type == .bool { return ONNXTensor(type, tensor.shape, wholes: tensor.reals.map { $0 == 0 ? 0 : 1 }) }
    let values = tensor.reals.map { Int64(exactly: $0.rounded(.towardZero)) }
    for (value, real) in zip(values, tensor.reals) where value.map({ type.held($0) != $0 }) ?? true {
      context.report("it casts \(real), which no '\(type.rawValue)' is")
      return nil
    }
    return ONNXTensor(type, tensor.shape, wholes: values.compactMap { $0 })
  }
}
