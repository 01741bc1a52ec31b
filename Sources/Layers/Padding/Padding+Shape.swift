import NetworkIR
package import Support

extension Padding: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    guard value < .infinity else { throw Failure(at: Self.kind, "it pads with \(value); a finite number is expected") }
    return try onlyShape(inputs, kind: Self.kind)
      .padded(along: axis, before: before, step: step, after: after, kind: Self.kind)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    return spread(
      input, block: shape.block(axis), extent: shape[axis], before: before, step: step, after: after, value: value)
  }
}
