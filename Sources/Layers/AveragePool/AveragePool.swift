package import Support

/// The mean of the elements under each window position, channel by channel; padding, where the geometry has
/// any, counts as zeros.
package struct AveragePool: Hashable, Codable, Sendable {
  package static let kind = "average-pool"
  package var geometry: Geometry
  package init(geometry: Geometry) { self.geometry = geometry }
}
