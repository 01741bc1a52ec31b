package import Support

/// The largest element under each window position, channel by channel; padding never wins.
package struct MaxPool: Hashable, Codable, Sendable {
  package static let kind = "max-pool"
  package var geometry: Geometry
  package init(geometry: Geometry) { self.geometry = geometry }
}
