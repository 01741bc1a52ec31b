import NetworkIR
package import Support

extension Activation: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    if case .clip(let lower, let upper) = function, !(lower <= upper) {
      throw Failure(at: Self.kind, "its lower bound \(lower) is above its upper bound \(upper)")
    }
    return try onlyShape(inputs, kind: Self.kind)
  }
}
