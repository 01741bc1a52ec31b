package import NetworkIR
package import Support

/// Where the pixels of a network's input lie, so that images can be moved.
package struct ImageLayout: Sendable, Hashable {
  /// Rows, columns and channels.
  package let shape: Shape
  /// For each element, row by row with channels last, its place in the stream; nil where that is the stream's own order.
  let places: [Int]?

  /// The layout of an input that streams row by row, channel last.
  package init(_ shape: Shape) {
    self.shape = shape
    places = nil
  }

  /// Nil for vectors, of which nothing says what lies beside what.
  ///
  /// A network that begins with a dense layer streams its image as a vector. Of three axes the first has the channels, as
  /// ONNX has it, unless it has more extent than images have channels and the last has not.
  package init?(_ input: NetworkInput) {
    let extents = input.modelShape
    if input.shape.pixels > 1 {
      (shape, places) = (input.shape, nil)
      return
    }
    guard extents.count == 2 || extents.count == 3, extents.filter({ $0 > 1 }).count > 1, input.splitShape == nil else {
      return nil
    }
    let isLast = extents.count == 3 && extents[0] > 4 && extents[2] <= 4
    // The model's axes of rows, columns and channels; nil for one channel.
    let axes: [Int?] = extents.count == 2 ? [0, 1, nil] : isLast ? [0, 1, 2] : [1, 2, 0]
    shape = Shape(
      height: extents[axes[0] ?? 0], width: extents[axes[1] ?? 1], channels: axes[2].map { extents[$0] } ?? 1)
    var streamed = [Int](repeating: 0, count: input.shape.count)
    for (place, source) in input.order.places.enumerated() where source < streamed.count { streamed[source] = place }
    let order = AxisOrder(extents: extents, order: axes.compactMap { $0 })
    places = order.places.map { streamed[$0] }
  }

  /// The place of an element in the stream.
  func place(_ row: Int, _ column: Int) -> Int { (row * shape.width + column) * shape.channels }
}
