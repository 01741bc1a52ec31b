import Arithmetic
import NetworkIR
import ONNX
import Support

extension Activation: ImportableOperation {
  package static var imports: [OperatorImport] {
    functions.map { name, entry in
      OperatorImport(name, attributes: entry.attributes) { context in
        if let function = entry.make(&context) { emit(function, &context) }
      }
    } + [
      OperatorImport("Clip", attributes: ["max", "min"], clip), OperatorImport("PRelu", prelu),
      OperatorImport("Pow", power), MultiThreshold.operator,
    ]
  }

  /// How an operator of one operand states its function; nil after reporting what does not fit.
  package struct Reader: Sendable {
    package var attributes: Set<String> = []
    package var make: @Sendable (inout ImportContext) -> Function?
  }

  /// Every operator of ONNX that is a function of one element and has no other operands.
  package static let functions: [String: Reader] = plain.mapValues { function in Reader { _ in function } }
    .merging(withConstants) { $1 }
    .merging([
      "Gelu": Reader(attributes: ["approximate"]) { context in
        let kind = context.text("approximate", default: "none")
        guard ["none", "tanh"].contains(kind) else {
          context.unsupported("approximate", found: "'\(kind)'", supported: "'none' and 'tanh' are supported")
          return nil
        }
        return .gelu(approximates: kind == "tanh")
      }
    ]) { $1 }

  /// Operators without attributes.
  private static let plain: [String: Function] = [
    "Relu": .relu, "Sigmoid": .sigmoid, "Tanh": .tanh, "HardSwish": .hardSwish, "Softplus": .softplus,
    "Softsign": .softsign, "Mish": .mish, "Abs": .abs, "Exp": .exp, "Erf": .erf, "Sqrt": .sqrt,
    "Reciprocal": .quotient(numerators: [1]),
  ].merging(Elementary.allCases.map { ($0.rawValue, .elementary($0)) }) { $1 }

  /// Operators whose attributes are numbers, with ONNX's defaults.
  private static let withConstants: [String: Reader] = [
    "Selu": constants([("alpha", 1.67326319217681884765625), ("gamma", 1.05070102214813232421875)]) {
      .selu(alpha: $0[0], gamma: $0[1])
    },
    "LeakyRelu": constants([("alpha", 0.01)]) { .leakyRelu(alphas: $0) },
    "Elu": constants([("alpha", 1)]) { .elu(alpha: $0[0]) },
    "Celu": constants([("alpha", 1)]) { .celu(alpha: $0[0]) },
    "ThresholdedRelu": constants([("alpha", 1)]) { .thresholdedRelu(alpha: $0[0]) },
    "Swish": constants([("alpha", 1)]) { .swish(alpha: $0[0]) },
    "HardSigmoid": constants([("alpha", 0.2), ("beta", 0.5)]) { .hardSigmoid(alpha: $0[0], beta: $0[1]) },
    "Shrink": constants([("lambd", 0.5), ("bias", 0)]) { .shrink(lambda: $0[0], bias: $0[1]) },
  ]

  private static func constants(
    _ defaults: [(name: String, value: Double)], _ make: @escaping @Sendable ([Float]) -> Function
  ) -> Reader {
    Reader(attributes: Set(defaults.map(\.name))) { context in
      make(defaults.map { Float(context.real($0.name, default: $0.value)) })
    }
  }

  private static func emit(_ function: Function, _ context: inout ImportContext) {
    guard let view = context.activation(0),
      let result = context.emitElementwise(Activation(function: function), reading: [view])
    else { return }
    context.setOutput(.activation(result))
  }

  @Sendable private static func power(_ context: inout ImportContext) {
    if case .constant? = context.value(0), case .activation? = context.value(1) {
      return context.report("its exponent is computed by the network; a constant is expected")
    }
    guard let view = context.activation(0), let tensor = context.constant(1, "exponents") else { return }
    guard tensor.count == 1, let exponent = tensor.reals.first, exponent.isFinite, view.axes.count >= tensor.shape.count
    else {
      return context.report("its exponents have shape \(tensor.shape); one finite number is supported")
    }
    if exponent == 1 { return context.setOutput(.activation(view)) }
    emit(.power(exponent: Float(exponent)), &context)
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
    context.function(AxisConstant(view: view, values: values, axis: place, isBias: false)) { .leakyRelu(alphas: $0) }
      .map { context.setOutput(.activation($0)) }
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
        guard tensor.count == 1, let value = tensor.reals.first else {
          return context.report("its '\(name)' has shape \(tensor.shape); one number is expected")
        }
        guard !value.isNaN else { return context.report("its '\(name)' is NaN; a number is expected") }
        bound = value
      }
      bounds.append(bound)
    }
    guard let view = context.activation(0) else { return }
    context.clip(view, bounds[0], bounds[1]).map { context.setOutput(.activation($0)) }
  }
}

extension ImportContext {
  /// Adds a function of one element with constants that may vary along an axis.
  mutating func function(
    _ constant: AxisConstant, _ make: ([Float]) -> Activation.Function
  ) -> ActivationView? {
    guard let view = channelView(constant.view, axis: constant.axis) else { return nil }
    let values = constant.values.map { Float($0) }
    let function = make(constant.axis.map { view.channelIndices(axis: $0).map { values[$0] } } ?? values)
    return emitElementwise(Activation(function: function), reading: [view])
  }

  /// Bounds every element, and integer codes as integers.
  mutating func clip(_ view: ActivationView, _ lower: Double, _ upper: Double) -> ActivationView? {
    if let coding = view.coding { return clipCodes(view, coding, [lower, upper]) }
    let function: Activation.Function =
      lower == 0 && upper == .infinity ? .relu : .clip(lower: Float(lower), upper: Float(upper))
    return emitElementwise(Activation(function: function), reading: [view])
  }

  /// Bounds of integer codes make a quantizer of fewer codes with the same scale, as Brevitas exports narrow ones.
  private mutating func clipCodes(
    _ view: ActivationView, _ coding: ActivationView.Coding, _ bounds: [Double]
  ) -> ActivationView? {
    if bounds[0] == -.infinity && bounds[1] == .infinity { return view }
    let codes = -0x1p31...0x1p31 - 1
    let limits = bounds.map { Int(min(max($0, codes.lowerBound), codes.upperBound)) }
    guard limits[0] < limits[1] else {
      report("it leaves no codes between \(limits[0]) and \(limits[1])")
      return nil
    }
    var operand = view
    operand.coding = nil
    let narrowed = Quantization(
      lowest: limits[0], highest: limits[1], scale: coding.scale, zeroPoint: coding.zeroPoint)
    // Codes that leave out 0 have no format of their own: they are bounded as the numbers that they stand for.
    let reals = bounds.map { Float(($0 - Double(coding.zeroPoint)) * Double(coding.scale)) }
    let operation: any NetworkOperation =
      (try? narrowed.check()) != nil ? narrowed : Activation(function: .clip(lower: reals[0], upper: reals[1]))
    var result = emitElementwise(operation, reading: [operand])
    result?.coding = coding
    return result
  }
}
