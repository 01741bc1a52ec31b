import NetworkIR
package import Support

extension Activation: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    if case .clip(let lower, let upper) = function, !(lower <= upper) {
      throw Failure(at: Self.kind, "its lower bound \(lower) is above its upper bound \(upper)")
    }
    let input = try onlyShape(inputs, kind: Self.kind)
    if tables != 1 { try expect(tables, input.channels, "functions", kind: Self.kind) }
    if case .celu(let alpha) = function, alpha == 0 { throw Failure(at: Self.kind, "its alpha is 0") }
    return input
  }

  package var parameterCount: Int { tables > 1 ? tables : 0 }
}
