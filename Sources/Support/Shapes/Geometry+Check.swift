extension Geometry {
  /// Extents, strides, dilations and paddings past this are refused, so that no later product overflows.
  package static let longest = 32767

  /// The shape that the windows make of `shape`; throws where they do not fit or a number is absurd.
  package func checkedOutput(of shape: Shape, channels: Int, kind: String) throws(Failure) -> Shape {
    for (name, axis) in [("rows", rows), ("columns", columns)] {
      try axis.check(name: name, kind: kind)
    }
    let result = output(of: shape, channels: channels)
    guard result.height > 0, result.width > 0 else {
      throw Failure(
        at: kind,
        "its window of \(rows.span)x\(columns.span) does not fit an input of \(shape) with padding "
          + "[\(rows.before), \(columns.before), \(rows.after), \(columns.after)]")
    }
    try result.check(kind: kind)
    return result
  }
}

extension Geometry.Axis {
  fileprivate func check(name: String, kind: String) throws(Failure) {
    let positive = 1...Geometry.longest
    guard positive.contains(kernel), positive.contains(stride), positive.contains(dilation) else {
      throw Failure(
        at: kind,
        "kernel \(kernel), stride \(stride), dilation \(dilation) along the \(name); 1 to \(Geometry.longest) are supported"
      )
    }
    guard (0...Geometry.longest).contains(before), (0...Geometry.longest).contains(after) else {
      throw Failure(
        at: kind, "padding \(before), \(after) along the \(name); 0 to \(Geometry.longest) are supported")
    }
  }
}

extension Shape {
  /// Channels of the widest tensor, or elements of the longest vector.
  package static let mostChannels = 1 << 20

  /// Throws where an extent is not positive or the tensor is too large.
  package func check(kind: String) throws(Failure) {
    guard height > 0, width > 0, channels > 0, elementCount(of: [height, width, channels]) != nil else {
      throw Failure(at: kind, "a tensor of \(self); 1 to \(largestElementCount) elements are supported")
    }
    guard channels <= Self.mostChannels else {
      throw Failure(at: kind, "a tensor of \(self); 1 to \(Self.mostChannels) channels are supported")
    }
  }
}
