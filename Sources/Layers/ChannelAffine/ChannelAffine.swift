/// `scale[c] * x + shift[c]` for every channel c: batch normalization and arithmetic with constants.
package struct ChannelAffine: Hashable, Codable, Sendable {
  package static let kind = "channel-affine"

  package var scale: [Float]
  package var shift: [Float]

  package init(scale: [Float], shift: [Float]) {
    self.scale = scale
    self.shift = shift
  }
}
