internal import Arithmetic
internal import Kernels
package import QuantizedIR
package import Support

/// The largest code by value under each window position, channel by channel; padding never wins.
package struct WindowMaximum: QuantizedOperation, Hashable {
  package static let kind = "window-maximum"

  package var geometry: Geometry

  package init(geometry: Geometry) { self.geometry = geometry }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1 else { throw Failure(at: "maximum", "has \(inputs.count) inputs; 1 is expected") }
    var expected = inputs[0]
    expected.shape = geometry.output(of: expected.shape, channels: expected.shape.channels)
    if expected != output { throw Failure(at: "maximum", "makes \(output); \(expected) is expected") }
  }

  package func run(_ inputs: [[UInt32]], types: [TensorType], output: TensorType, batch: Int) -> [UInt32] {
    let input = types[0].shape
    let channels = input.channels
    let taps = geometry.taps
    let number = types[0].format.number
    let orders = inputs[0].map { number.order(of: $0) }
    let places = Patches(geometry: geometry, input: input).places
    var result = [UInt32](repeating: number.lowestCode, count: batch * output.shape.count)
    for sample in 0..<batch {
      for pixel in 0..<output.shape.pixels {
        for channel in 0..<channels {
          var best: Int?
          for place in places[pixel * taps..<(pixel + 1) * taps] where place >= 0 {
            let index = sample * input.count + place * channels + channel
            if let current = best, orders[current] >= orders[index] { continue }
            best = index
          }
          if let best { result[(sample * output.shape.pixels + pixel) * channels + channel] = inputs[0][best] }
        }
      }
    }
    return result
  }
}
