package import Support

/// Every index along an axis several times: nearest-neighbour upsampling and broadcasting.
package struct Repetition: Hashable, Codable, Sendable {
  package static let kind = "repetition"

  package var axis: StreamAxis
  package var factor: Int

  package init(axis: StreamAxis, factor: Int) {
    self.axis = axis
    self.factor = factor
  }
}
