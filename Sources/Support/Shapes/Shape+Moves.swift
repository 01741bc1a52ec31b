/// What moves of elements make of a tensor's shape; float layers and quantized operations check themselves by it.
///
/// Each throws, with `kind` as the place, where the move does not fit the shape or makes a tensor that is too large.
extension Shape {
  /// Tensors one after another along an axis, along which alone they may differ.
  package static func joined(_ shapes: [Shape], along axis: StreamAxis, kind: String) throws(Failure) -> Shape {
    guard var result = shapes.first else { throw Failure(at: kind, "it reads no tensor") }
    try result.check(kind: kind)
    for shape in shapes.dropFirst() {
      try shape.check(kind: kind)
      var other = shape
      other[axis] = result[axis]
      guard other == result else {
        throw Failure(
          at: kind, "it reads \(shapes.map(\.description)); shapes that differ only in \(axis.rawValue) are expected")
      }
      result[axis] += shape[axis]
      try result.check(kind: kind)
    }
    return result
  }

  /// `count` of the indices along an axis, from `start` on.
  package func cropped(along axis: StreamAxis, start: Int, count: Int, kind: String) throws(Failure) -> Shape {
    try check(kind: kind)
    guard start >= 0, count >= 1, count <= self[axis], start <= self[axis] - count else {
      throw Failure(at: kind, "it takes \(count) of \(self[axis]) indices along the \(axis.rawValue) from \(start)")
    }
    var result = self
    result[axis] = count
    return result
  }

  /// Index i along an axis at place `before + i * step`, and `after` places behind the last one.
  package func padded(
    along axis: StreamAxis, before: Int, step: Int, after: Int, kind: String
  ) throws(Failure) -> Shape {
    try check(kind: kind)
    let counts = 0...Geometry.longest
    guard counts.contains(before), counts.contains(after), step > 0, counts.contains(step) else {
      throw Failure(
        at: kind,
        "padding \(before), \(after) and step \(step) along the \(axis.rawValue); up to \(Geometry.longest) are supported"
      )
    }
    var result = self
    result[axis] = before + (self[axis] - 1) * step + 1 + after
    try result.check(kind: kind)
    return result
  }

  /// Every index along an axis `factor` times.
  package func repeated(along axis: StreamAxis, factor: Int, kind: String) throws(Failure) -> Shape {
    try check(kind: kind)
    guard (1...Geometry.longest).contains(factor) else {
      throw Failure(at: kind, "it repeats \(factor) times; 1 to \(Geometry.longest) are supported")
    }
    var result = self
    result[axis] *= factor
    try result.check(kind: kind)
    return result
  }

  /// All elements in another order, under the shape `shape`.
  package func rearranged(by order: AxisOrder, as shape: Shape, kind: String) throws(Failure) -> Shape {
    try check(kind: kind)
    try shape.check(kind: kind)
    guard order.isSound, elementCount(of: order.extents) == count, shape.count == count else {
      throw Failure(at: kind, "axes of \(order.extents) in order \(order.order) and \(shape) do not fit \(self)")
    }
    return shape
  }
}
