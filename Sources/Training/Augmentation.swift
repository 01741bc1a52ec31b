package import Support

extension Recipe.Augmentation {
  /// Whether images stay as they are.
  package var isNone: Bool { self == Recipe.Augmentation() }

  /// One channel-last image, moved, mirrored and erased as a sample's draws say.
  package func apply(_ image: ArraySlice<Float>, _ shape: Shape, _ draws: inout Draws) -> [Float] {
    let (dy, dx) = move(shift, &draws)
    let (cy, cx) = move(crop, &draws)
    let mirrors = flip && draws.next() & 1 == 1
    let erased = erasure(shape, &draws)
    var result = [Float](repeating: 0, count: shape.count)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        if let erased, erased.rows.contains(y), erased.columns.contains(x) { continue }
        let (sy, sx) = (y + dy, (mirrors ? shape.width - 1 - x : x) + dx)
        guard (0..<shape.height).contains(sy), (0..<shape.width).contains(sx) else { continue }
        let source = Self.mirrored(sy + cy, shape.height) * shape.width + Self.mirrored(sx + cx, shape.width)
        let (from, to) = (image.startIndex + source * shape.channels, (y * shape.width + x) * shape.channels)
        for channel in 0..<shape.channels { result[to + channel] = image[from + channel] }
      }
    }
    return result
  }

  private func move(_ most: Int, _ draws: inout Draws) -> (Int, Int) {
    guard most > 0 else { return (0, 0) }
    return (draws.integer(in: -most...most), draws.integer(in: -most...most))
  }

  private func erasure(_ shape: Shape, _ draws: inout Draws) -> (rows: Range<Int>, columns: Range<Int>)? {
    guard erase > 0 else { return nil }
    let side = draws.integer(in: 0...erase)
    let (y, x) = (draws.integer(in: 0...shape.height - 1), draws.integer(in: 0...shape.width - 1))
    return (y..<y + side, x..<x + side)
  }

  /// A place that may lie off the edge, mirrored back; the edge itself is not repeated.
  private static func mirrored(_ place: Int, _ extent: Int) -> Int {
    guard extent > 1 else { return 0 }
    let period = 2 * (extent - 1)
    let inside = ((place % period) + period) % period
    return inside < extent ? inside : period - inside
  }
}
