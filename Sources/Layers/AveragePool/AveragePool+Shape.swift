import NetworkIR
package import Support

extension AveragePool: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    let result = try geometry.checkedOutput(of: input, channels: input.channels, kind: Self.kind)
    guard divisors(input).allSatisfy({ $0 > 0 }) else {
      throw Failure(at: Self.kind, "some of its windows hold only padding that does not count")
    }
    return result
  }
}
