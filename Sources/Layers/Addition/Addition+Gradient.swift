extension Addition: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    OperationGradients(inputs: [pass.gradient, pass.gradient])
  }
}
