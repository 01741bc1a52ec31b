import Support

extension Rearrangement: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    let places = order.places
    var result = pass.gradient
    for start in stride(from: 0, to: result.count, by: places.count) {
      for (index, place) in places.enumerated() { result[start + place] = pass.gradient[start + index] }
    }
    return OperationGradients(inputs: [result])
  }
}
