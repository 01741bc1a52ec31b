import Support

extension AveragePool: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let input = pass.inputs.first, let shape = pass.shapes.first else { return OperationGradients(inputs: []) }
    let factors = divisors(shape).map { 1 / Float($0) }
    let channels = shape.channels
    var result = [Float](repeating: 0, count: input.count)
    result.withUnsafeMutableBufferPointer { result in
      pass.gradient.withUnsafeBufferPointer { gradient in
        geometry.forEachTap(shape, pass.output, batch: pass.batch) { to, from in
          let factor = factors[factors.count == 1 ? 0 : to / channels % factors.count]
          for channel in 0..<channels { result[from + channel] += gradient[to + channel] * factor }
        }
      }
    }
    return OperationGradients(inputs: [result])
  }
}
