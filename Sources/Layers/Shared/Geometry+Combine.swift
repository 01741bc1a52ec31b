import Support

extension Geometry {
  /// The elements under every window of a batch, combined channel by channel, with `start` before the first.
  func combined(
    _ input: [Float], _ shape: Shape, _ output: Shape, batch: Int, from start: Float,
    _ combine: (Float, Float) -> Float
  ) -> [Float] {
    let channels = shape.channels
    var result = [Float](repeating: start, count: batch * output.count)
    result.withUnsafeMutableBufferPointer { result in
      input.withUnsafeBufferPointer { input in
        for line in 0..<batch * output.height {
          let (image, oy) = line.quotientAndRemainder(dividingBy: output.height)
          for ky in 0..<rows.kernel {
            let y = rows.place(of: oy, tap: ky)
            guard y >= 0, y < shape.height else { continue }
            for ox in 0..<output.width {
              let to = (line * output.width + ox) * channels
              for kx in 0..<columns.kernel {
                let x = columns.place(of: ox, tap: kx)
                guard x >= 0, x < shape.width else { continue }
                let from = ((image * shape.height + y) * shape.width + x) * channels
                for channel in 0..<channels {
                  result[to + channel] = combine(result[to + channel], input[from + channel])
                }
              }
            }
          }
        }
      }
    }
    return result
  }
}
