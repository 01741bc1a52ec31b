import NetworkIR
package import Support

extension Flatten: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    Shape(channels: try onlyShape(inputs, kind: Self.kind).count)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    inputs.first ?? []
  }
}
