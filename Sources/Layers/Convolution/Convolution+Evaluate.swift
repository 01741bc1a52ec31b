import Kernels
package import Support

extension Convolution {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let form = ConvolutionShape(geometry: geometry, input: shape, groups: groups, outputs: output.channels)
    var result = Float.convolve(input, batch: batch, shape: form, weights: weights.values, padding: 0)
    guard let bias else { return result }
    result.withUnsafeMutableBufferPointer { result in
      bias.withUnsafeBufferPointer { bias in
        guard var pixel = result.baseAddress else { return }
        for _ in 0..<batch * output.pixels {
          for channel in bias.indices { pixel[channel] += bias[channel] }
          pixel += bias.count
        }
      }
    }
    return result
  }
}
