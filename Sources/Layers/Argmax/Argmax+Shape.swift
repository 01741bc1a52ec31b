import NetworkIR
package import Support

extension Argmax: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    return Shape(height: input.height, width: input.width, channels: 1)
  }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let channels = shapes.first?.channels else { return [] }
    return stride(from: 0, to: input.count, by: channels).map { start in
      var best = 0
      for index in 1..<max(channels, 1) where input[start + index] > input[start + best] { best = index }
      return Float(best)
    }
  }
}
