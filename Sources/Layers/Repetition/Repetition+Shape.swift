import NetworkIR
package import Support

extension Repetition: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    var result = try onlyShape(inputs, kind: Self.kind)
    guard (1...Geometry.longest).contains(factor) else {
      throw Failure(at: Self.kind, "it repeats \(factor) times; 1 to \(Geometry.longest) are supported")
    }
    result[axis] *= factor
    try result.check(kind: Self.kind)
    return result
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    return repeated(input, block: shape.block(axis), factor: factor)
  }
}
