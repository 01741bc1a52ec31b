/// `scale[c] * x + shift[c]` for every channel c: batch normalization and arithmetic with constants.
package struct ChannelAffine: Hashable, Codable, Sendable {
  package static let kind = "channel-affine"

  package var scale: [Float]
  package var shift: [Float]
  /// The shift is a float initializer that is added alone: a bias, where a product takes it.
  package var isBias: Bool

  package init(scale: [Float], shift: [Float], isBias: Bool = false) {
    self.isBias = isBias
    self.scale = scale
    self.shift = shift
  }
}
