import Support

extension Convolution {
  /// One image of a convolution in which every channel has its own window; `to` holds zeros before.
  func depthwise(
    _ from: UnsafePointer<Float>, _ shape: Shape, _ to: UnsafeMutablePointer<Float>, _ output: Shape
  ) {
    let channels = shape.channels
    let taps = geometry.taps
    // Tap-major weights let the innermost loop run along the channels.
    var byTap = [Float](repeating: 0, count: taps * channels)
    for channel in 0..<channels {
      for tap in 0..<taps { byTap[tap * channels + channel] = weights.values[channel * taps + tap] }
    }
    byTap.withUnsafeBufferPointer { byTap in
      geometry.forEachTap(in: shape, output) { target, source, tap in
        let sum = to + target * channels
        let input = from + source * channels
        for channel in 0..<channels { sum[channel] += input[channel] * byTap[tap * channels + channel] }
      }
    }
  }
}
