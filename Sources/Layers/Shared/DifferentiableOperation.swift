package import NetworkIR
package import Support

/// What the backward pass of one operation reads: arrays hold `batch` tensors one after another, channel-last.
package struct BackwardPass: Sendable {
  /// What the forward pass read, one array an input.
  package var inputs: [[Float]]
  /// The shapes of the inputs, without the batch.
  package var shapes: [Shape]
  /// The shape of the output, without the batch.
  package var output: Shape
  /// The loss's gradient with regard to the output.
  package var gradient: [Float]
  /// Tensors in each array.
  package var batch: Int
  /// Whether the gradients of the inputs are asked for.
  package var wantsInputs: Bool

  /// A pass over one part of a batch.
  package init(
    inputs: [[Float]], shapes: [Shape], output: Shape, gradient: [Float], batch: Int, wantsInputs: Bool = true
  ) {
    self.inputs = inputs
    self.shapes = shapes
    self.output = output
    self.gradient = gradient
    self.batch = batch
    self.wantsInputs = wantsInputs
  }
}

/// The loss's gradients with regard to what an operation reads.
package struct OperationGradients: Sendable {
  /// One array an input, each as long as the input; without meaning where they were not asked for.
  package var inputs: [[Float]]
  /// One array a parameter, summed over the batch; see `TrainableOperation`.
  package var parameters: [[Float]]

  /// Gradients of all inputs, and of the parameters where there are some.
  package init(inputs: [[Float]], parameters: [[Float]] = []) {
    self.inputs = inputs
    self.parameters = parameters
  }
}

/// An operation that training goes back through.
package protocol DifferentiableOperation: NetworkOperation {
  /// Why there is no gradient to go by; nil where there is one.
  var gradientGap: String? { get }
  /// What `evaluate` computes, but for the order of its sums.
  func forward(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float]
  /// - Precondition: `gradientGap` is nil, and the arrays have the lengths that `outputShape` says.
  func gradients(_ pass: BackwardPass) -> OperationGradients
}

extension DifferentiableOperation {
  /// A gradient to go by, unless the operation says otherwise.
  package var gradientGap: String? { nil }

  package func forward(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    evaluate(inputs, shapes: shapes, output: output, batch: batch)
  }
}

/// An operation with parameters that training changes.
package protocol TrainableOperation: DifferentiableOperation {
  /// The weights, then the bias where there is one.
  var parameters: [[Float]] { get set }
}

/// The sum of rows of `count` values.
func columnSums(_ rows: [Float], count: Int) -> [Float] {
  var sums = [Float](repeating: 0, count: count)
  rows.withUnsafeBufferPointer { rows in
    sums.withUnsafeMutableBufferPointer { sums in
      for start in stride(from: 0, to: rows.count, by: count) {
        for column in 0..<count { sums[column] += rows[start + column] }
      }
    }
  }
  return sums
}
