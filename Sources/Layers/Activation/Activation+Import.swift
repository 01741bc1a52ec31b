import Arithmetic
import NetworkIR
import ONNX
import Support

extension Activation: ImportableOperation {
  package static var imports: [OperatorImport] {
    plain.map { name, function in OperatorImport(name) { emit(function, &$0) } } + withConstants + [
      OperatorImport("Clip", attributes: ["max", "min"], clip),
      OperatorImport("PRelu", prelu),
      OperatorImport("Gelu", attributes: ["approximate"]) { context in
        let kind = context.text("approximate", default: "none")
        guard ["none", "tanh"].contains(kind) else {
          return context.unsupported(
            "approximate", found: "'\(kind)'", supported: "'none' and 'tanh' are supported")
        }
        emit(.gelu(approximates: kind == "tanh"), &context)
      },
    ]
  }

  /// Operators without attributes.
  private static let plain: [(String, Function)] = [
    ("Relu", .relu), ("Sigmoid", .sigmoid), ("Tanh", .tanh), ("HardSwish", .hardSwish), ("Softplus", .softplus),
    ("Softsign", .softsign), ("Mish", .mish), ("Abs", .abs), ("Exp", .exp), ("Erf", .erf), ("Sqrt", .sqrt),
  ]

  /// Operators whose attributes are numbers, with ONNX's defaults.
  private static let withConstants: [OperatorImport] = [
    constants("Selu", [("alpha", 1.67326319217681884765625), ("gamma", 1.05070102214813232421875)]) {
      .selu(alpha: $0[0], gamma: $0[1])
    },
    constants("LeakyRelu", [("alpha", 0.01)]) { .leakyRelu(alphas: $0) },
    constants("Elu", [("alpha", 1)]) { .elu(alpha: $0[0]) },
    constants("Celu", [("alpha", 1)]) { .celu(alpha: $0[0]) },
    constants("ThresholdedRelu", [("alpha", 1)]) { .thresholdedRelu(alpha: $0[0]) },
    constants("Swish", [("alpha", 1)]) { .swish(alpha: $0[0]) },
    constants("HardSigmoid", [("alpha", 0.2), ("beta", 0.5)]) { .hardSigmoid(alpha: $0[0], beta: $0[1]) },
  ]

  private static func constants(
    _ name: String, _ defaults: [(name: String, value: Double)],
    _ make: @escaping @Sendable ([Float]) -> Function
  ) -> OperatorImport {
    OperatorImport(name, attributes: Set(defaults.map(\.name))) { context in
      let values = defaults.map { Float(context.real($0.name, default: $0.value)) }
      emit(make(values), &context)
    }
  }

  private static func emit(_ function: Function, _ context: inout ImportContext) {
    guard let view = context.activation(0),
      let result = context.emitElementwise(Activation(function: function), reading: [view])
    else { return }
    context.setOutput(.activation(result))
  }

  /// One slope, or one for each channel: the axis after the batch.
  @Sendable private static func prelu(_ context: inout ImportContext) {
    let slopes = context.weights(1, "slopes")
    guard let view = context.activation(0), let slopes else { return }
    let values = slopes.reals
    guard values.count > 1 else {
      guard let value = values.first else { return context.report("its slopes are empty") }
      return emit(.leakyRelu(alphas: [Float(value)]), &context)
    }
    let rank = view.axes.count
    let shape = Array(repeating: 1, count: max(0, rank - slopes.shape.count)) + slopes.shape
    let long = shape.indices.filter { shape[$0] != 1 }
    guard shape.count == rank, long.count == 1, let place = long.first, shape[place] == view.extent(view.axes[place])
    else {
      return context.report(
        "its slopes have shape \(slopes.shape); one, or one for each channel of \(view.modelShape), is supported")
    }
    guard let view = context.channelView(view, axis: place),
      let result = context.emitElementwise(
        Activation(function: .leakyRelu(alphas: view.channelIndices(axis: place).map { Float(values[$0]) })),
        reading: [view])
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
    if case .activation(let view)? = context.value(0), let coding = view.coding {
      return clipCodes(view, coding, bounds, &context)
    }
    emit(.clip(lower: Float(bounds[0]), upper: Float(bounds[1])), &context)
  }

  /// Bounds of integer codes make a quantizer of fewer codes with the same scale, as Brevitas exports narrow ones.
  private static func clipCodes(
    _ view: ActivationView, _ coding: ActivationView.Coding, _ bounds: [Double], _ context: inout ImportContext
  ) {
    if bounds[0] == -.infinity && bounds[1] == .infinity { return context.setOutput(.activation(view)) }
    let codes = -0x1p31...0x1p31 - 1
    let limits = bounds.map { Int(min(max($0, codes.lowerBound), codes.upperBound)) }
    guard limits[0] < limits[1] else {
      return context.report("it leaves no codes between \(limits[0]) and \(limits[1])")
    }
    var operand = view
    operand.coding = nil
    let quantization = Quantization(
      lowest: limits[0], highest: limits[1], scale: coding.scale, zeroPoint: coding.zeroPoint)
    guard var result = context.emitElementwise(quantization, reading: [operand]) else { return }
    result.coding = coding
    context.setOutput(.activation(result))
  }
}
