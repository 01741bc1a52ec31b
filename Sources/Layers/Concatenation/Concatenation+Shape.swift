import NetworkIR
package import Support

extension Concatenation: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    try Shape.joined(inputs, along: axis, kind: Self.kind)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    interleaved(inputs, counts: shapes.map { $0.block(axis) * $0[axis] })
  }
}
