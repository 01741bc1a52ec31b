import Support

extension Cropping: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let shape = pass.shapes.first, let input = pass.inputs.first else { return OperationGradients(inputs: []) }
    let block = shape.block(axis)
    let (period, first, kept) = (block * shape[axis], block * start, block * count)
    var result = [Float](repeating: 0, count: input.count)
    for turn in 0..<input.count / period {
      for index in 0..<kept { result[turn * period + first + index] = pass.gradient[turn * kept + index] }
    }
    return OperationGradients(inputs: [result])
  }
}
