import Kernels
package import Support

extension Convolution {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let form = ConvolutionShape(geometry: geometry, input: shape, groups: groups, outputs: output.channels)
    return biased(
      Float.convolve(input, batch: batch, shape: form, weights: weights.values, padding: 0),
      pixels: batch * output.pixels)
  }

  /// Sums of so many pixels with the bias.
  func biased(_ sums: [Float], pixels: Int) -> [Float] {
    guard let bias else { return sums }
    var result = sums
    result.withUnsafeMutableBufferPointer { result in
      bias.withUnsafeBufferPointer { bias in
        guard var pixel = result.baseAddress else { return }
        for _ in 0..<pixels {
          for channel in bias.indices { pixel[channel] += bias[channel] }
          pixel += bias.count
        }
      }
    }
    return result
  }
}
