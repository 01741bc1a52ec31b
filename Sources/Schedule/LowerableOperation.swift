internal import QuantizedIR
internal import Support

/// A quantized operation that has hardware. The conformances are in `Layers/`, one file each.
protocol LowerableOperation: QuantizedOperation {
  /// How much there is to do for a frame, and how it divides over time.
  func workload(inputs: [TensorType], output: TensorType) -> Workload
  /// Adds the stages to a chain that starts with the streams of the inputs.
  ///
  /// - Parameter fold: one of the workload's folds.
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure)
}

extension LowerableOperation {
  func workload(inputs: [TensorType], output: TensorType) -> Workload { .elements(inputs[0].shape) }
}
