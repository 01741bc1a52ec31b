extension Multiplication: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    OperationGradients(
      inputs: pass.inputs.reversed().map { other in zip(other, pass.gradient).map { $0 * $1 } })
  }
}
