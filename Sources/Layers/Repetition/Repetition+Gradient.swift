import Support

extension Repetition: DifferentiableOperation {
  /// The sum over the copies.
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let shape = pass.shapes.first else { return OperationGradients(inputs: []) }
    let block = shape.block(axis)
    var result = [Float](repeating: 0, count: pass.gradient.count / factor)
    for start in stride(from: 0, to: result.count, by: block) {
      for copy in 0..<factor {
        for index in 0..<block { result[start + index] += pass.gradient[start * factor + copy * block + index] }
      }
    }
    return OperationGradients(inputs: [result])
  }
}
