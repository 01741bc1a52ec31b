import NetworkIR
package import Support

extension Cropping: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    try onlyShape(inputs, kind: Self.kind).cropped(along: axis, start: start, count: count, kind: Self.kind)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let block = shape.block(axis)
    return cropped(input, period: block * shape[axis], first: block * start, count: block * count)
  }
}
