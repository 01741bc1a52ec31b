package import Support

/// A range of the indices along an axis.
package struct Cropping: Hashable, Codable, Sendable {
  package static let kind = "cropping"

  package var axis: StreamAxis
  package var start: Int
  package var count: Int

  package init(axis: StreamAxis, start: Int, count: Int) {
    self.axis = axis
    self.start = start
    self.count = count
  }
}
