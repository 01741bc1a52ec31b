import Support

extension Concatenation: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    let counts = pass.shapes.map { $0.block(axis) * $0[axis] }
    let period = counts.reduce(0, +)
    var first = 0
    let inputs = counts.map { count in
      defer { first += count }
      return cropped(pass.gradient, period: period, first: first, count: count)
    }
    return OperationGradients(inputs: inputs)
  }
}
