import Kernels
package import Support

extension Convolution {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let isDepthwise = weights.shape[3] == 1 && weights.shape[0] == groups
    var result = [Float](unsafeUninitializedCapacity: batch * output.count) { buffer, count in
      buffer.initialize(repeating: 0)
      count = batch * output.count
    }
    result.withUnsafeMutableBufferPointer { result in
      input.withUnsafeBufferPointer { input in
        guard let source = input.baseAddress, let target = result.baseAddress else { return }
        for image in 0..<batch {
          let from = source + image * shape.count
          let to = target + image * output.count
          if isDepthwise {
            depthwise(from, shape, to, output)
          } else if geometry.isPointwise, groups == 1 {
            multiply(from, pixels: output.pixels, group: 0, to, output)
          } else {
            unrolled(from, shape, to, output)
          }
        }
        addBias(target, pixels: batch * output.pixels, channels: output.channels)
      }
    }
    return result
  }

  private func addBias(_ values: UnsafeMutablePointer<Float>, pixels: Int, channels: Int) {
    guard let bias else { return }
    bias.withUnsafeBufferPointer { bias in
      for pixel in 0..<pixels {
        for channel in 0..<channels { values[pixel * channels + channel] += bias[channel] }
      }
    }
  }

  /// The product of unrolled windows, one a row, with the weights of a group.
  private func multiply(
    _ windows: UnsafePointer<Float>, pixels: Int, group: Int, _ to: UnsafeMutablePointer<Float>, _ output: Shape
  ) {
    let inner = geometry.taps * weights.shape[3]
    let channels = output.channels / groups
    weights.values.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return }
      Float.multiply(
        rows: pixels, columns: channels, inner: inner, windows, stride: inner, base + group * channels * inner,
        into: to + group * channels, stride: output.channels)
    }
  }

  /// Copies windows out and multiplies them, some rows of the output at a time to bound the memory.
  private func unrolled(
    _ from: UnsafePointer<Float>, _ shape: Shape, _ to: UnsafeMutablePointer<Float>, _ output: Shape
  ) {
    let inner = geometry.taps * weights.shape[3]
    let rows = max(1, min(output.height, 262_144 / (output.width * inner)))
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * output.width * inner) { buffer in
      guard let windows = buffer.baseAddress else { return }
      for group in 0..<groups {
        for first in stride(from: 0, to: output.height, by: rows) {
          let last = min(first + rows, output.height)
          unroll(from, shape, group: group, rows: first..<last, width: output.width, windows)
          multiply(
            windows, pixels: (last - first) * output.width, group: group,
            to + first * output.width * output.channels, output)
        }
      }
    }
  }

  private func unroll(
    _ from: UnsafePointer<Float>, _ shape: Shape, group: Int, rows: Range<Int>, width: Int,
    _ windows: UnsafeMutablePointer<Float>
  ) {
    let channels = weights.shape[3]
    var target = windows
    for row in rows {
      for column in 0..<width {
        for tapRow in 0..<geometry.rows.kernel {
          let y = row * geometry.rows.stride + tapRow * geometry.rows.dilation - geometry.rows.before
          for tapColumn in 0..<geometry.columns.kernel {
            let x = column * geometry.columns.stride + tapColumn * geometry.columns.dilation - geometry.columns.before
            if y >= 0, y < shape.height, x >= 0, x < shape.width {
              let source = from + (y * shape.width + x) * shape.channels + group * channels
              target.update(from: source, count: channels)
            } else {
              target.update(repeating: 0, count: channels)
            }
            target += channels
          }
        }
      }
    }
  }
}
