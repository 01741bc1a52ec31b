import NetworkIR
package import Support

extension AveragePool: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    return try geometry.checkedOutput(of: input, channels: input.channels, kind: Self.kind)
  }
}
