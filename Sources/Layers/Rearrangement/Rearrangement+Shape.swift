import NetworkIR
package import Support

extension Rearrangement: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    try onlyShape(inputs, kind: Self.kind).rearranged(by: order, as: shape, kind: Self.kind)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    order.apply(inputs.first ?? [])
  }
}
