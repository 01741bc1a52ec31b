/// The shape of one activation tensor, without the batch: elements stream row by row, channel last.
package struct Shape: Hashable, Sendable, Codable, CustomStringConvertible {
  package var height: Int
  package var width: Int
  package var channels: Int

  package init(height: Int = 1, width: Int = 1, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  package var pixels: Int { height * width }
  package var count: Int { pixels * channels }
  package var description: String { "\(height)x\(width)x\(channels)" }
}
