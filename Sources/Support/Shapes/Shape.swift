/// The shape of one activation tensor, without the batch: elements stream row by row, channel last.
package struct Shape: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Rows of pixels.
  package var height: Int
  /// Columns of pixels.
  package var width: Int
  /// Elements of a pixel.
  package var channels: Int

  /// A tensor without rows and columns where only channels are given.
  package init(height: Int = 1, width: Int = 1, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Rows times columns.
  package var pixels: Int { height * width }
  /// Elements of all pixels.
  package var count: Int { pixels * channels }
  package var description: String { "\(height)x\(width)x\(channels)" }
}
