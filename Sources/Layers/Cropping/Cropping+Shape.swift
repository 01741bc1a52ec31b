import NetworkIR
package import Support

extension Cropping: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    var result = try onlyShape(inputs, kind: Self.kind)
    guard start >= 0, count >= 1, count <= result[axis], start <= result[axis] - count else {
      throw Failure(
        at: Self.kind, "it takes \(count) of \(result[axis]) indices along the \(axis.rawValue) from \(start)")
    }
    result[axis] = count
    return result
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let block = shape.block(axis)
    return cropped(input, period: block * shape[axis], first: block * start, count: block * count)
  }
}
