package import Support

/// Gathers the elements under every window position, so that a convolution becomes a matrix product.
package struct Patches: Sendable {
  package let geometry: Geometry
  package let input: Shape
  package let output: Shape

  package init(geometry: Geometry, input: Shape) {
    self.geometry = geometry
    self.input = input
    self.output = geometry.output(of: input, channels: input.channels)
  }

  /// Elements under one window position for `channels` channels.
  package func length(channels: Int) -> Int { geometry.taps * channels }

  /// Writes one row a window position of the output's `lines`: kernel row, kernel column, channel from `channels`.
  ///
  /// `source` is one channel-last tensor of `input`'s shape; positions off its edge read `padding`.
  @inline(__always) func gather<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, lines: Range<Int>, channels: Range<Int>, padding: T,
    into rows: UnsafeMutablePointer<T>
  ) {
    var out = rows
    let count = channels.count
    for oy in lines {
      for ox in 0..<output.width {
        for ky in 0..<geometry.rows.kernel {
          let y = oy * geometry.rows.stride - geometry.rows.before + ky * geometry.rows.dilation
          for kx in 0..<geometry.columns.kernel {
            let x = ox * geometry.columns.stride - geometry.columns.before + kx * geometry.columns.dilation
            if y >= 0, y < input.height, x >= 0, x < input.width {
              let pixel = source + (y * input.width + x) * input.channels + channels.lowerBound
              out.update(from: pixel, count: count)
            } else {
              out.update(repeating: padding, count: count)
            }
            out += count
          }
        }
      }
    }
  }

  /// For every window position and tap in turn, the pixel that it reads, or -1 off the edge.
  package var places: [Int] {
    var result: [Int] = []
    result.reserveCapacity(output.pixels * geometry.taps)
    for oy in 0..<output.height {
      for ox in 0..<output.width {
        for ky in 0..<geometry.rows.kernel {
          let y = oy * geometry.rows.stride - geometry.rows.before + ky * geometry.rows.dilation
          for kx in 0..<geometry.columns.kernel {
            let x = ox * geometry.columns.stride - geometry.columns.before + kx * geometry.columns.dilation
            let inside = y >= 0 && y < input.height && x >= 0 && x < input.width
            result.append(inside ? y * input.width + x : -1)
          }
        }
      }
    }
    return result
  }
}
