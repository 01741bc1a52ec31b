internal import Kernels
import Support

extension Geometry {
  /// Folds every window of a batch, channel by channel, with `combine`.
  func fold(
    _ input: [Float], _ shape: Shape, _ output: Shape, batch: Int, from start: Float,
    _ combine: (Float, Float) -> Float
  ) -> [Float] {
    let channels = shape.channels
    let places = Patches(geometry: self, input: shape).places
    let taps = self.taps
    var result = [Float](repeating: start, count: batch * output.count)
    result.withUnsafeMutableBufferPointer { result in
      input.withUnsafeBufferPointer { input in
        for image in 0..<batch {
          for (index, source) in places.enumerated() where source >= 0 {
            let to = image * output.count + index / taps * channels
            let from = image * shape.count + source * channels
            for channel in 0..<channels { result[to + channel] = combine(result[to + channel], input[from + channel]) }
          }
        }
      }
    }
    return result
  }
}
