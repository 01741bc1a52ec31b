import NetworkIR
package import Support

extension Concatenation: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    guard var result = inputs.first else { throw Failure(at: Self.kind, "it reads no tensor") }
    try result.check(kind: Self.kind)
    for shape in inputs.dropFirst() {
      try shape.check(kind: Self.kind)
      var other = shape
      other[axis] = result[axis]
      guard other == result else {
        throw Failure(
          at: Self.kind,
          "it reads \(inputs.map(\.description)); shapes that differ only in \(axis.rawValue) are expected")
      }
      result[axis] += shape[axis]
      try result.check(kind: Self.kind)
    }
    return result
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    interleaved(inputs, counts: shapes.map { $0.block(axis) * $0[axis] })
  }
}
