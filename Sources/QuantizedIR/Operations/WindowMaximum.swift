internal import Arithmetic
internal import Kernels
package import Support

/// The largest code by value under each window position, channel by channel; padding never wins.
package struct WindowMaximum: OperationLaw {
  static let kind = QuantizedOperation.Kind.windowMaximum

  /// Where each result's codes lie.
  package var geometry: Geometry

  /// The maximum over windows of that geometry.
  package init(geometry: Geometry) { self.geometry = geometry }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1 else { throw Failure(at: "maximum", "has \(inputs.count) inputs; 1 is expected") }
    var expected = inputs[0]
    expected.shape = try geometry.checkedOutput(
      of: expected.shape, channels: expected.shape.channels, kind: "maximum")
    if expected != output { throw Failure(at: "maximum", "makes \(output); \(expected) is expected") }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let input = inputs[0].shape
    let channels = input.channels
    let orders = CodeOrders(inputs[0].format)
    let places = Patches(geometry: geometry, input: input).places
    let taps = geometry.taps
    let lowest = orders.keys([inputs[0].format.number.lowestCode])[0]
    return { inputs, batch in
      let keys = orders.keys(inputs[0])
      var best = [Int64](repeating: lowest, count: channels)
      var result: [UInt32] = []
      result.reserveCapacity(batch * output.shape.count)
      for sample in 0..<batch {
        for pixel in 0..<output.shape.pixels {
          for channel in 0..<channels { best[channel] = lowest }
          for place in places[pixel * taps..<(pixel + 1) * taps] where place >= 0 {
            let start = sample * input.count + place * channels
            // Of equals (the two zeros of a float) the first stays, as in the hardware.
            for channel in 0..<channels where keys[start + channel] >> 32 > best[channel] >> 32 {
              best[channel] = keys[start + channel]
            }
          }
          for channel in 0..<channels { result.append(orders.code(best[channel])) }
        }
      }
      return result
    }
  }
}
