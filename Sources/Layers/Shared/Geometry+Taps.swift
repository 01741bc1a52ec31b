import Support

extension Geometry {
  /// Calls `body` for every tap of every window of a batch that lies in the image, with the places of the first channels
  /// of the output's and of the input's pixel: a window's taps row by row.
  @inline(__always)
  func forEachTap(_ shape: Shape, _ output: Shape, batch: Int, _ body: (_ to: Int, _ from: Int) -> Void) {
    for line in 0..<batch * output.height {
      let (image, oy) = line.quotientAndRemainder(dividingBy: output.height)
      for ky in 0..<rows.kernel {
        let y = rows.place(of: oy, tap: ky)
        guard y >= 0, y < shape.height else { continue }
        for ox in 0..<output.width {
          for kx in 0..<columns.kernel {
            let x = columns.place(of: ox, tap: kx)
            guard x >= 0, x < shape.width else { continue }
            body(
              (line * output.width + ox) * output.channels,
              ((image * shape.height + y) * shape.width + x) * shape.channels)
          }
        }
      }
    }
  }
}
