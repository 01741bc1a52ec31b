/// How many inputs and outputs ONNX's operators have at most, over all versions (onnx.ai/onnx/operators).
package enum Arity {
  /// The most operands and results that an operator may have.
  package struct Most: Sendable {
    /// Operands, the optional ones included.
    package var inputs: Int
    /// Results, the optional ones included.
    package var outputs: Int
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
  package static let most: [String: Most] = Dictionary(
    uniqueKeysWithValues: groups.flatMap { inputs, outputs, kinds in
      kinds.split(separator: " ").map { (String($0), Most(inputs: inputs, outputs: outputs)) }
    })
}
