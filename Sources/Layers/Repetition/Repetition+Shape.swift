import NetworkIR
package import Support

extension Repetition: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    try onlyShape(inputs, kind: Self.kind).repeated(along: axis, factor: factor, kind: Self.kind)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    return repeated(input, block: shape.block(axis), factor: factor)
  }
}
