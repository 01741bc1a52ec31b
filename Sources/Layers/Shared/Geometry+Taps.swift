import Support

extension Geometry {
  /// Calls `body` with the output pixel, the input pixel and the tap, for every tap that is not padding.
  func forEachTap(in shape: Shape, _ output: Shape, _ body: (Int, Int, Int) -> Void) {
    for row in 0..<output.height {
      for column in 0..<output.width {
        for tapRow in 0..<rows.kernel {
          let y = row * rows.stride + tapRow * rows.dilation - rows.before
          guard y >= 0, y < shape.height else { continue }
          for tapColumn in 0..<columns.kernel {
            let x = column * columns.stride + tapColumn * columns.dilation - columns.before
            guard x >= 0, x < shape.width else { continue }
            body(row * output.width + column, y * shape.width + x, tapRow * columns.kernel + tapColumn)
          }
        }
      }
    }
  }

  /// Folds every window of a batch, channel by channel, with `combine`.
  func fold(
    _ input: [Float], _ shape: Shape, _ output: Shape, batch: Int, from start: Float,
    _ combine: (Float, Float) -> Float
  ) -> [Float] {
    let channels = shape.channels
    var result = [Float](repeating: start, count: batch * output.count)
    result.withUnsafeMutableBufferPointer { result in
      input.withUnsafeBufferPointer { input in
        for image in 0..<batch {
          forEachTap(in: shape, output) { target, source, _ in
            let to = image * output.count + target * channels
            let from = image * shape.count + source * channels
            for channel in 0..<channels { result[to + channel] = combine(result[to + channel], input[from + channel]) }
          }
        }
      }
    }
    return result
  }
}
