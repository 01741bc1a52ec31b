/// The index of the largest channel, the lowest index of equals.
package struct Argmax: Hashable, Codable, Sendable {
  package static let kind = "argmax"
  package init() {}
}
