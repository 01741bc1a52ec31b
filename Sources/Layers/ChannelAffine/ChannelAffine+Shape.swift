import NetworkIR
package import Support

extension ChannelAffine: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    try expect(scale.count, input.channels, "scales", kind: Self.kind)
    try expect(shift.count, input.channels, "shifts", kind: Self.kind)
    return input
  }

  package func multiplyAccumulates(inputs: [Shape], output: Shape) -> Int { output.count }

  package var parameterCount: Int { scale.count + shift.count }

  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard var result = inputs.first else { return [] }
    let channels = scale.count
    result.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: channels) {
        for channel in 0..<channels {
          values[start + channel] = values[start + channel] * scale[channel] + shift[channel]
        }
      }
    }
    return result
  }
}
