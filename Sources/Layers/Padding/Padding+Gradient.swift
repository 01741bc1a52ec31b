import Support

extension Padding: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let shape = pass.shapes.first, let input = pass.inputs.first else { return OperationGradients(inputs: []) }
    let (block, extent) = (shape.block(axis), shape[axis])
    let period = block * pass.output[axis]
    var result = [Float](repeating: 0, count: input.count)
    for turn in 0..<input.count / (block * extent) {
      for index in 0..<extent {
        let (to, from) = ((turn * extent + index) * block, turn * period + (before + index * step) * block)
        for place in 0..<block { result[to + place] = pass.gradient[from + place] }
      }
    }
    return OperationGradients(inputs: [result])
  }
}
