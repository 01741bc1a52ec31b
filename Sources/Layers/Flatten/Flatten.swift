/// Reads a tensor as a vector in streaming order; no hardware.
package struct Flatten: Hashable, Codable, Sendable {
  package static let kind = "flatten"
  package init() {}
}
