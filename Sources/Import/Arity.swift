import Layers
import ONNX
import Support

/// How many inputs and outputs ONNX's operators have at most, over all versions (onnx.ai/onnx/operators).
enum Arity {
  struct Most {
    var inputs: Int
    var outputs: Int
  }

  private static let groups: [(inputs: Int, outputs: Int, kinds: String)] = [
    (0, 1, "Constant"),
    (
      1, 1,
      """
      Abs Acos Acosh ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BitwiseNot Cast Ceil Celu ConstantOfShape Cos Cosh \
      DepthToSpace Elu Erf Exp EyeLike Flatten Floor Gelu GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish Identity \
      IsInf IsNaN LeakyRelu Log LogSoftmax Mish Neg NonZero Not Reciprocal Relu Round Selu Shape Shrink Sigmoid Sign Sin \
      Sinh Size Softmax Softplus Softsign SpaceToDepth Sqrt Swish Tan Tanh ThresholdedRelu Transpose
      """
    ),
    (1, 2, "MaxPool"),
    (
      2, 1,
      """
      Add And BitShift BitwiseAnd BitwiseOr BitwiseXor CastLike Compress CumSum Div Equal Expand Gather GatherElements \
      GatherND Greater GreaterOrEqual Less LessOrEqual MatMul Mod Mul Or PRelu Pow ReduceL1 ReduceL2 ReduceLogSum \
      ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Reshape Squeeze Sub Trilu \
      Unsqueeze Upsample Xor
      """
    ),
    (2, 2, "TopK"), (2, .max, "Split"),
    (
      3, 1,
      "Clip Conv ConvTranspose DequantizeLinear Gemm OneHot QuantizeLinear Range Scatter ScatterElements ScatterND Tile Where"
    ),
    (3, 2, "Dropout"), (4, 1, "ConvInteger MatMulInteger Pad Resize"), (5, 1, "Slice"), (5, 5, "BatchNormalization"),
    (8, 1, "QLinearMatMul"), (9, 1, "QLinearConv"), (.max, 1, "Concat Max Mean Min Sum"),
  ]

  /// Operators by name; those of other domains are not here.
  static let most: [String: Most] = Dictionary(
    uniqueKeysWithValues: groups.flatMap { inputs, outputs, kinds in
      kinds.split(separator: " ").map { (String($0), Most(inputs: inputs, outputs: outputs)) }
    })
}

extension ImportContext {
  /// Reports what no ONNX file may have, in nodes that nothing needs too: more inputs or outputs than the operator has,
  /// none at all, values that are made twice, later than they are read, or nowhere.
  mutating func checkNodes(live: Set<Int>) {
    var makers = Set(model.initializers.keys).union(model.inputs.map(\.name)).union(model.unreadable)
    for node in model.nodes {
      current = node
      if let most = Arity.most[node.kind] {
        check(node.inputs.count, atMost: most.inputs, "inputs")
        check(node.outputs.count, atMost: most.outputs, "outputs")
      }
      if node.outputs.allSatisfy(\.isEmpty) { report("it has no outputs") }
      if !live.contains(node.index) {
        for name in node.inputs where !name.isEmpty && !makers.contains(name) {
          report("it reads '\(name)', which nothing before it makes")
        }
      }
      for output in node.outputs where !output.isEmpty && !makers.insert(output).inserted {
        report("its output '\(output)' is made twice")
      }
    }
  }

  private mutating func check(_ count: Int, atMost most: Int, _ what: String) {
    if count > most { report("it has \(count) \(what); '\(current.kind)' has at most \(most)") }
  }
}
