import NetworkIR
package import Support

extension Rearrangement: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    try shape.check(kind: Self.kind)
    guard order.isSound, elementCount(of: order.extents) == input.count, shape.count == input.count else {
      throw Failure(at: Self.kind, "axes of \(order.extents) in order \(order.order) and \(shape) do not fit \(input)")
    }
    return shape
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    order.apply(inputs.first ?? [])
  }
}
