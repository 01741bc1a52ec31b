package import Support

/// Gathers the elements under every window position, so that a convolution becomes a matrix product.
package struct Patches: Sendable {
  /// The windows.
  package let geometry: Geometry
  /// The shape that they move over.
  package let input: Shape
  /// One element a window, with the input's channels.
  package let output: Shape

  /// The windows of that geometry over tensors of a shape.
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
    for line in lines {
      // Some columns at a time, whose rows stay in the nearest cache while one tap after another fills them.
      for first in stride(from: 0, to: output.width, by: 64) {
        let part = first..<min(first + 64, output.width)
        let out = rows + ((line - lines.lowerBound) * output.width + first) * length(channels: channels.count)
        gather(source, line: line, part, channels: channels, padding: padding, into: out)
      }
    }
  }

  /// The same of some columns of one of the output's lines.
  @inline(__always) private func gather<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, line: Int, _ part: Range<Int>, channels: Range<Int>, padding: T,
    into rows: UnsafeMutablePointer<T>
  ) {
    let (row, count) = (length(channels: channels.count), channels.count)
    let (kernel, step) = (geometry.columns.kernel, geometry.columns.stride * input.channels)
    // Where all channels of a kernel's row lie side by side, they are copied at once.
    let isDense = count == input.channels && geometry.columns.dilation == 1 && kernel > 1
    for ky in 0..<geometry.rows.kernel {
      let y = geometry.rows.place(of: line, tap: ky)
      let isOutside = y < 0 || y >= input.height
      let pixels = source + y * input.width * input.channels + channels.lowerBound
      let out = rows + ky * kernel * count - part.lowerBound * row
      let dense = isDense && !isOutside ? allInside.clamped(to: part) : part.lowerBound..<part.lowerBound
      copy(
        pixels + geometry.columns.place(of: 0, tap: 0) * input.channels, every: step, to: out, every: row, dense,
        kernel * count)
      guard dense != part else { continue }
      for kx in 0..<kernel {
        let inside = isOutside ? part.lowerBound..<part.lowerBound : inside(tap: kx).clamped(to: part)
        let (from, to) = (pixels + geometry.columns.place(of: 0, tap: kx) * input.channels, out + kx * count)
        for ox in part.lowerBound..<inside.lowerBound { (to + ox * row).update(repeating: padding, count: count) }
        for ox in inside.upperBound..<part.upperBound { (to + ox * row).update(repeating: padding, count: count) }
        let (left, right) =
          dense.isEmpty ? (inside.upperBound, inside.upperBound) : (dense.lowerBound, dense.upperBound)
        copy(from, every: step, to: to, every: row, inside.lowerBound..<left, count)
        copy(from, every: step, to: to, every: row, right..<inside.upperBound, count)
      }
    }
  }

  /// The output columns at which every tap of a kernel's row reads a column of the input.
  var allInside: Range<Int> {
    let (first, last) = (inside(tap: 0), inside(tap: geometry.columns.kernel - 1))
    return first.lowerBound..<max(first.lowerBound, last.upperBound)
  }

  /// The output columns at which a tap of a kernel's row reads a column of the input.
  private func inside(tap: Int) -> Range<Int> {
    let (stride, start) = (geometry.columns.stride, geometry.columns.place(of: 0, tap: tap))
    let first = min(output.width, max(0, (stride - 1 - start) / stride))
    let end = min(output.width, max(0, (input.width - start + stride - 1) / stride))
    return first..<max(first, end)
  }

  /// Copies pixels of `count` elements, some of those that lie at equal distances.
  @inline(__always) private func copy<T: BitwiseCopyable>(
    _ source: UnsafePointer<T>, every step: Int, to target: UnsafeMutablePointer<T>, every row: Int,
    _ pixels: Range<Int>, _ count: Int
  ) {
    // A call for each pixel would take longer than its few elements.
    switch count {
    case 1: forEach(pixels, source, step, target, row) { $1[0] = $0[0] }
    case 2: forEach(pixels, source, step, target, row) { ($1[0], $1[1]) = ($0[0], $0[1]) }
    case 3: forEach(pixels, source, step, target, row) { ($1[0], $1[1], $1[2]) = ($0[0], $0[1], $0[2]) }
    case 4: forEach(pixels, source, step, target, row) { ($1[0], $1[1], $1[2], $1[3]) = ($0[0], $0[1], $0[2], $0[3]) }
    case 5...16: forEach(pixels, source, step, target, row) { for place in 0..<count { $1[place] = $0[place] } }
    default: forEach(pixels, source, step, target, row) { $1.update(from: $0, count: count) }
    }
  }

  @inline(__always) private func forEach<T>(
    _ pixels: Range<Int>, _ source: UnsafePointer<T>, _ step: Int, _ target: UnsafeMutablePointer<T>, _ row: Int,
    _ body: (UnsafePointer<T>, UnsafeMutablePointer<T>) -> Void
  ) {
    var (from, to) = (source + pixels.lowerBound * step, target + pixels.lowerBound * row)
    for _ in pixels {
      body(from, to)
      from += step
      to += row
    }
  }

  /// For every window position and tap in turn, the pixel that it reads, or -1 off the edge.
  package var places: [Int] {
    var result: [Int] = []
    result.reserveCapacity(output.pixels * geometry.taps)
    for oy in 0..<output.height {
      for ox in 0..<output.width {
        for ky in 0..<geometry.rows.kernel {
          let y = geometry.rows.place(of: oy, tap: ky)
          for kx in 0..<geometry.columns.kernel {
            let x = geometry.columns.place(of: ox, tap: kx)
            let inside = y >= 0 && y < input.height && x >= 0 && x < input.width
            result.append(inside ? y * input.width + x : -1)
          }
        }
      }
    }
    return result
  }
}
