import NetworkIR
package import Support

extension Dense: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    guard weights.shape.count == 2, weights.shape.allSatisfy({ $0 > 0 }) else {
      throw Failure(at: Self.kind, "weights of shape \(weights.shape); 2 positive extents are expected")
    }
    guard input.pixels == 1, input.channels == weights.shape[1] else {
      throw Failure(at: Self.kind, "its input is \(input); a vector of \(weights.shape[1]) is expected")
    }
    if let bias { try expect(bias.count, weights.shape[0], "bias values", kind: Self.kind) }
    let result = Shape(channels: weights.shape[0])
    try result.check(kind: Self.kind)
    return result
  }

  package func multiplyAccumulates(inputs: [Shape], output: Shape) -> Int { weights.values.count }

  package var parameterCount: Int { weights.values.count + (bias?.count ?? 0) }
}
