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
    let (row, count) = (length(channels: channels.count), channels.count)
    for oy in lines {
      let line = rows + (oy - lines.lowerBound) * output.width * row
      for ky in 0..<geometry.rows.kernel {
        let y = oy * geometry.rows.stride - geometry.rows.before + ky * geometry.rows.dilation
        for kx in 0..<geometry.columns.kernel {
          let inside = y >= 0 && y < input.height ? inside(tap: kx) : 0..<0
          let start = kx * geometry.columns.dilation - geometry.columns.before
          let pixels = source + (y * input.width + start) * input.channels + channels.lowerBound
          let out = line + (ky * geometry.columns.kernel + kx) * count
          for ox in 0..<inside.lowerBound { (out + ox * row).update(repeating: padding, count: count) }
          for ox in inside.upperBound..<output.width { (out + ox * row).update(repeating: padding, count: count) }
          copy(pixels, every: geometry.columns.stride * input.channels, to: out, every: row, inside, count)
        }
      }
    }
  }

  /// The output columns at which a tap of a kernel's row reads a column of the input.
  private func inside(tap: Int) -> Range<Int> {
    let (stride, start) = (geometry.columns.stride, tap * geometry.columns.dilation - geometry.columns.before)
    let first = min(output.width, max(0, (stride - 1 - start) / stride))
    let end = min(output.width, max(0, (input.width - start + stride - 1) / stride))
    return first..<max(first, end)
  }

  /// Copies pixels of `count` elements, some of those that lie at equal distances.
  @inline(__always) private func copy<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, every step: Int, to target: UnsafeMutablePointer<T>, every row: Int,
    _ pixels: Range<Int>, _ count: Int
  ) {
    // Of few elements each is cheaper by itself than the call that copies them.
    guard count <= 4 else {
      for pixel in pixels { (target + pixel * row).update(from: source + pixel * step, count: count) }
      return
    }
    for element in 0..<count {
      for pixel in pixels { target[pixel * row + element] = source[pixel * step + element] }
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
