import NetworkIR
package import Support

extension Addition: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw Failure(at: Self.kind, "it reads \(inputs.map(\.description)); two tensors of one shape are expected")
    }
    try inputs[0].check(kind: Self.kind)
    return inputs[0]
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard inputs.count == 2 else { return [] }
    var result = inputs[0]
    result.withUnsafeMutableBufferPointer { result in
      inputs[1].withUnsafeBufferPointer { other in
        for place in 0..<min(result.count, other.count) { result[place] += other[place] }
      }
    }
    return result
  }
}
