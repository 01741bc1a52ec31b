internal import QuantizedIR
internal import Support

/// The hardware of each operation; how one is made of stages stands in a file of its own.
extension QuantizedOperation {
  /// How much there is to do for a frame, and how it divides over time.
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    switch self {
    case .linear(let operation): operation.workload(inputs: inputs, output: output)
    case .windowMaximum(let operation): operation.workload(inputs: inputs, output: output)
    case .joined(let operation): operation.workload(inputs: inputs, output: output)
    case .cropped(let operation): operation.workload(inputs: inputs, output: output)
    case .padded(let operation): operation.workload(inputs: inputs, output: output)
    case .rearranged(let operation): operation.workload(inputs: inputs, output: output)
    case .repeated(let operation): operation.workload(inputs: inputs, output: output)
    case .scaledSum, .scaledProduct, .codeTable, .stepTable, .channelArgmax, .reshaped: .elements(inputs[0].shape)
    }
  }

  /// Adds the stages to a chain that starts with the streams of the inputs; a reshaped tensor is the same stream.
  ///
  /// - Parameter fold: one of the workload's folds.
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    switch self {
    case .linear(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .windowMaximum(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .scaledSum(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .scaledProduct(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .codeTable(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .stepTable(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .channelArgmax(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .joined(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .cropped(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .padded(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .rearranged(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .repeated(let operation): try operation.lower(into: &chain, inputs: inputs, output: output, fold: fold)
    case .reshaped: break
    }
  }
}
