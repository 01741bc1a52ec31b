internal import QuantizedIR
internal import Support

extension Reshaped: LowerableOperation {
  /// The same stream.
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {}
}
