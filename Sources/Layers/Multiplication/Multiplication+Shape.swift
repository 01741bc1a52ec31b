import NetworkIR
package import Support

extension Multiplication: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw Failure(at: Self.kind, "it reads \(inputs.map(\.description)); two tensors of one shape are expected")
    }
    try inputs[0].check(kind: Self.kind)
    return inputs[0]
  }

  package func multiplyAccumulates(inputs: [Shape], output: Shape) -> Int { output.count }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard inputs.count == 2 else { return [] }
    return zip(inputs[0], inputs[1]).map { $0 * $1 }
  }
}
