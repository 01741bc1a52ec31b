internal import Support

extension Recipe.Augmentation {
  /// Whether images stay as they are.
  package var isNone: Bool { self == Recipe.Augmentation() }

  /// One image in streaming order, moved, mirrored and erased as a sample's draws say.
  package func apply(_ image: ArraySlice<Float>, _ layout: ImageLayout, _ draws: inout Draws) -> [Float] {
    let shape = layout.shape
    let (dy, dx) = move(shift, shape, &draws)
    let (cy, cx) = move(crop, shape, &draws)
    let mirrors = flip && draws.next() & 1 == 1
    let erased = erasure(shape, &draws)
    var result = [Float](repeating: 0, count: shape.count)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        if let erased, erased.rows.contains(y), erased.columns.contains(x) { continue }
        let (sy, sx) = (y + dy, (mirrors ? shape.width - 1 - x : x) + dx)
        guard (0..<shape.height).contains(sy), (0..<shape.width).contains(sx) else { continue }
        let from = layout.place(Self.mirrored(sy + cy, shape.height), Self.mirrored(sx + cx, shape.width))
        let to = layout.place(y, x)
        for channel in 0..<shape.channels {
          guard let places = layout.places else {
            result[to + channel] = image[image.startIndex + from + channel]
            continue
          }
          result[places[to + channel]] = image[image.startIndex + places[from + channel]]
        }
      }
    }
    return result
  }

  /// Along axes that have more than one element.
  private func move(_ most: Int, _ shape: Shape, _ draws: inout Draws) -> (Int, Int) {
    guard most > 0 else { return (0, 0) }
    let (rows, columns) = (draws.integer(in: -most...most), draws.integer(in: -most...most))
    return (shape.height > 1 ? rows : 0, shape.width > 1 ? columns : 0)
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
