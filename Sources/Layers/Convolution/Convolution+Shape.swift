import NetworkIR
package import Support

extension Convolution: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    let shape = weights.shape
    guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), groups > 0 else {
      throw Failure(at: Self.kind, "weights of shape \(shape) in \(groups) groups; 4 positive extents are expected")
    }
    guard shape[1] == geometry.rows.kernel, shape[2] == geometry.columns.kernel else {
      throw Failure(at: Self.kind, "the kernel is not the weights' \(shape[1])x\(shape[2])")
    }
    guard input.channels % groups == 0, input.channels / groups == shape[3] else {
      throw Failure(
        at: Self.kind,
        "its input has \(input.channels) channels; its weights take \(shape[3]) in each of \(groups) groups")
    }
    guard shape[0] % groups == 0 else {
      throw Failure(at: Self.kind, "its \(shape[0]) output channels do not divide into \(groups) groups")
    }
    if let bias { try expect(bias.count, shape[0], "bias values", kind: Self.kind) }
    return try geometry.checkedOutput(of: input, channels: shape[0], kind: Self.kind)
  }

  package func multiplyAccumulates(inputs: [Shape], output: Shape) -> Int {
    output.pixels * weights.values.count
  }

  package var parameterCount: Int { weights.values.count + (bias?.count ?? 0) }
}
