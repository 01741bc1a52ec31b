import Layers
import ONNX
import Support

/// Operators that stand for several others: they are imported as those.
///
/// Sources: the ONNX operators' definitions, and onnxruntime's ContribOperators.md for the domain com.microsoft.
enum Expansion {
  /// An operator of this program's own: values as integers in units of a scale.
  static let codes = "\u{0}Codes"

  /// How a node is written as others; nil after reporting what does not fit.
  typealias Rewrite = @Sendable (ONNXNode, inout ImportContext) -> [ONNXNode]?

  /// The nodes that a node stands for, by operator.
  static let table: [String: Rewrite] = coded.merging(reductions) { $1 }

  /// Operators on codes, and those of images whose channels are last.
  private static let coded: [String: Rewrite] = [
    "QLinearConv": convolution,
    "QLinearMatMul": { node, context in binary(node, "MatMul", weightAxis: -1, &context) },
    "ConvInteger": { node, context in integer(node, "Conv", weightAxis: 0, &context) },
    "MatMulInteger": { node, context in integer(node, "MatMul", weightAxis: -1, &context) },
    "com.microsoft.QGemm": gemm,
    "com.microsoft.QLinearAdd": { node, context in binary(node, "Add", weightAxis: -1, &context) },
    "com.microsoft.QLinearMul": { node, context in binary(node, "Mul", weightAxis: -1, &context) },
    "com.microsoft.QLinearGlobalAveragePool": globalAverage,
    "com.microsoft.QLinearAveragePool": { node, context in unary(node, "AveragePool", &context) },
    "com.microsoft.QLinearLeakyRelu": { node, context in unary(node, "LeakyRelu", &context) },
    "com.microsoft.QLinearSigmoid": { node, context in unary(node, "Sigmoid", &context) },
    "com.microsoft.QLinearSoftmax": { node, context in unary(node, "Softmax", &context) },
    "com.microsoft.QLinearConcat": concatenation,
    "qonnx.custom_op.channels_last.Conv": { node, context in channelsLast(node, "Conv", operands: 2, &context) },
    "qonnx.custom_op.channels_last.MaxPool": { node, context in channelsLast(node, "MaxPool", operands: 1, &context) },
    "qonnx.custom_op.channels_last.BatchNormalization": { node, context in
      channelsLast(node, "BatchNormalization", operands: 1, &context)
    },
  ]

  /// Reductions that are one of those that layers compute, with functions of the elements before and after.
  static let reductions: [String: Rewrite] = [
    "ReduceMin": { reduction($0, ["Neg"], "ReduceMax", ["Neg"], &$1) },
    "ReduceL1": { reduction($0, ["Abs"], "ReduceSum", [], &$1) },
    "ReduceSumSquare": { reduction($0, ["Mul"], "ReduceSum", [], &$1) },
    "ReduceL2": { reduction($0, ["Mul"], "ReduceSum", ["Sqrt"], &$1) },
    "ReduceLogSum": { reduction($0, [], "ReduceSum", ["Log"], &$1) },
    "ReduceLogSumExp": { reduction($0, ["Exp"], "ReduceSum", ["Log"], &$1) },
    "ArgMin": { reduction($0, ["Neg"], "ArgMax", [], &$1) },
  ]

  /// A chain of operators; `Mul` reads its operand twice.
  private static func reduction(
    _ node: ONNXNode, _ before: [String], _ kind: String, _ after: [String], _ context: inout ImportContext
  ) -> [ONNXNode]? {
    guard let operand = node.inputs.first else { return nil }
    var rest = Array(node.inputs.dropFirst())
    var attributes = node.attributes
    // A sum takes its axes as an operand earlier than the others do.
    if kind == "ReduceSum", context.opset >= 13, case .integers(let axes)? = attributes["axes"] {
      attributes["axes"] = nil
      context.values[name(node, "axes")] = .constant(ONNXTensor(integers: axes))
      rest = [name(node, "axes")]
    }
    let kinds = before + [kind] + after
    var source = operand
    return kinds.enumerated().map { index, kind in
      let isMain = index == before.count
      let inputs = isMain ? [source] + rest : kind == "Mul" ? [source, source] : [source]
      source = name(node, "\(index)")
      return part(
        node, kind, inputs, index == kinds.count - 1 ? node.outputs : [source], isMain ? attributes : [:])
    }
  }

  /// The codes of one operand with its scale and zero point as values.
  private static func values(
    _ node: ONNXNode, _ first: Int, axis: Int? = nil, as role: String
  ) -> ONNXNode {
    var attributes: [String: ONNXAttribute] = [:]
    if let axis { attributes["axis"] = .integer(axis) }
    return part(
      node, "DequantizeLinear", (first..<first + 3).map { node.inputs.indices.contains($0) ? node.inputs[$0] : "" },
      [name(node, role)], attributes)
  }

  /// Values as the node's result: codes of the scale and zero point that it names.
  private static func codes(_ node: ONNXNode, of role: String, _ first: Int) -> ONNXNode {
    let scale = (first..<first + 2).map { node.inputs.indices.contains($0) ? node.inputs[$0] : "" }
    return part(node, "QuantizeLinear", [name(node, role)] + scale, node.outputs, [:])
  }

  private static func part(
    _ node: ONNXNode, _ kind: String, _ inputs: [String], _ outputs: [String], _ attributes: [String: ONNXAttribute]
  ) -> ONNXNode {
    ONNXNode(index: node.index, name: node.label, kind: kind, inputs: inputs, outputs: outputs, attributes: attributes)
  }

  /// A name that no file's tensor has.
  private static func name(_ node: ONNXNode, _ role: String) -> String { "\(ONNXNode.partPrefix)\(node.index).\(role)" }

  private static func binary(
    _ node: ONNXNode, _ kind: String, weightAxis: Int, _ context: inout ImportContext
  ) -> [ONNXNode]? {
    [
      values(node, 0, as: "a"), values(node, 3, axis: weightAxis, as: "b"),
      part(node, kind, [name(node, "a"), name(node, "b")], [name(node, "y")], node.attributes), codes(node, of: "y", 6),
    ]
  }

  private static func unary(_ node: ONNXNode, _ kind: String, _ context: inout ImportContext) -> [ONNXNode]? {
    var attributes = node.attributes
    guard attributes.removeValue(forKey: "channels_last") ?? .integer(0) == .integer(0) else {
      context.unsupported("channels_last", found: "1", supported: "0 is supported")
      return nil
    }
    // The version of ONNX's operators whose Softmax is meant.
    attributes["opset"] = nil
    return [
      values(node, 0, as: "a"), part(node, kind, [name(node, "a")], [name(node, "y")], attributes),
      codes(node, of: "y", 3),
    ]
  }

  /// The scale and zero point of the result come first, then each tensor with its own.
  @Sendable private static func concatenation(_ node: ONNXNode, _ context: inout ImportContext) -> [ONNXNode]? {
    let firsts = Array(stride(from: 2, to: node.inputs.count, by: 3))
    return firsts.map { values(node, $0, as: "\($0)") } + [
      part(node, "Concat", firsts.map { name(node, "\($0)") }, [name(node, "y")], node.attributes),
      codes(node, of: "y", 0),
    ]
  }

  @Sendable private static func globalAverage(_ node: ONNXNode, _ context: inout ImportContext) -> [ONNXNode]? {
    unary(node, "GlobalAveragePool", &context)
  }

  /// An operator on images whose channels are last: its first operands, and its result, transposed.
  private static func channelsLast(
    _ node: ONNXNode, _ kind: String, operands: Int, _ context: inout ImportContext
  ) -> [ONNXNode]? {
    guard let view = context.activation(0), node.inputs.count >= operands else { return nil }
    let rank = view.axes.count
    guard (3...4).contains(rank) else {
      context.report("its input has shape \(view.modelShape); batch, one or two more axes and channels are supported")
      return nil
    }
    let toFirst = [0, rank - 1] + Array(1..<rank - 1)
    let toLast = [0] + Array(2..<rank) + [1]
    var parts: [ONNXNode] = []
    var inputs = node.inputs
    for index in 0..<operands {
      inputs[index] = name(node, "\(index)")
      parts.append(
        part(node, "Transpose", [node.inputs[index]], [inputs[index]], ["perm": .integers(toFirst)]))
    }
    parts.append(part(node, kind, inputs, [name(node, "y")], node.attributes))
    return parts + [part(node, "Transpose", [name(node, "y")], node.outputs, ["perm": .integers(toLast)])]
  }

  @Sendable private static func convolution(_ node: ONNXNode, _ context: inout ImportContext) -> [ONNXNode]? {
    var parts = [values(node, 0, as: "a"), values(node, 3, axis: 0, as: "b")]
    guard let bias = bias(node, 8, &context) else { return nil }
    parts += bias
    parts.append(
      part(
        node, "Conv", ["a", "b", "c"].prefix(2 + bias.count).map { name(node, $0) }, [name(node, "y")], node.attributes)
    )
    return parts + [codes(node, of: "y", 6)]
  }

  /// Without a scale of the result its values are real.
  @Sendable private static func gemm(_ node: ONNXNode, _ context: inout ImportContext) -> [ONNXNode]? {
    guard context.real("alpha", default: 1) == 1 else {
      context.unsupported("alpha", found: "\(context.real("alpha", default: 1))", supported: "1 is supported")
      return nil
    }
    let axis = context.integer("transB", default: 0) == 0 ? 1 : 0
    var parts = [values(node, 0, as: "a"), values(node, 3, axis: axis, as: "b")]
    guard let bias = bias(node, 6, &context) else { return nil }
    parts += bias
    let isCoded = node.inputs.count > 7 && !node.inputs[7].isEmpty
    parts.append(
      part(
        node, "Gemm", ["a", "b", "c"].prefix(2 + bias.count).map { name(node, $0) },
        isCoded ? [name(node, "y")] : node.outputs, node.attributes))
    return isCoded ? parts + [codes(node, of: "y", 7)] : parts
  }

  /// The bias, where there is one, as values: it counts units of the input's scale times each output's.
  private static func bias(_ node: ONNXNode, _ index: Int, _ context: inout ImportContext) -> [ONNXNode]? {
    guard node.inputs.indices.contains(index), !node.inputs[index].isEmpty else { return [] }
    guard let input = context.scales(1), let weights = context.scales(4) else { return nil }
    guard input.count == 1 else {
      context.report("its input's scale has shape \(input.shape); one number is supported")
      return nil
    }
    let unit = Float(input.reals[0])
    let scales = weights.reals.map { Double(unit * Float($0)) }
    context.values[name(node, "unit")] = .constant(
      ONNXTensor(type: .float32, shape: weights.shape, elements: .real(scales)))
    return [
      part(
        node, "DequantizeLinear", [node.inputs[index], name(node, "unit")], [name(node, "c")], ["axis": .integer(0)])
    ]
  }

  /// Sums of (a - zero point) * (b - zero point): their unit is that of a's codes.
  private static func integer(
    _ node: ONNXNode, _ kind: String, weightAxis: Int, _ context: inout ImportContext
  ) -> [ONNXNode]? {
    guard case .activation(let view)? = context.value(0) else {
      _ = context.activation(0)
      return nil
    }
    guard let coding = view.coding else {
      context.report("it reads real numbers; the codes of a quantizer are expected")
      return nil
    }
    func constant(_ role: String, _ value: Float) -> String {
      context.values[name(node, role)] = .constant(
        ONNXTensor(type: .float32, shape: [], elements: .real([Double(value)])))
      return name(node, role)
    }
    func operand(_ index: Int) -> String { node.inputs.indices.contains(index) ? node.inputs[index] : "" }
    let scale = constant("scale", coding.scale)
    let one = constant("one", 1)
    return [
      part(node, "DequantizeLinear", [operand(0), scale, operand(2)], [name(node, "a")], [:]),
      part(
        node, "DequantizeLinear", [operand(1), one, operand(3)], [name(node, "b")], ["axis": .integer(weightAxis)]),
      part(node, kind, [name(node, "a"), name(node, "b")], [name(node, "y")], node.attributes),
      part(node, codes, [name(node, "y"), scale], node.outputs, [:]),
    ]
  }
}
