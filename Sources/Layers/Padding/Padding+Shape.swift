import NetworkIR
package import Support

extension Padding: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    var result = try onlyShape(inputs, kind: Self.kind)
    guard (0...Geometry.longest).contains(before), (0...Geometry.longest).contains(after),
      (1...Geometry.longest).contains(step)
    else {
      throw Failure(
        at: Self.kind,
        "padding \(before), \(after) and step \(step) along the \(axis.rawValue); up to \(Geometry.longest) are supported"
      )
    }
    guard value < .infinity else { throw Failure(at: Self.kind, "it pads with \(value); a finite number is expected") }
    result[axis] = before + (result[axis] - 1) * step + 1 + after
    try result.check(kind: Self.kind)
    return result
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    return spread(
      input, block: shape.block(axis), extent: shape[axis], before: before, step: step, after: after, value: value)
  }
}
