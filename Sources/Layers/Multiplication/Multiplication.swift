/// The element-wise product of two tensors of one shape.
package struct Multiplication: Hashable, Codable, Sendable {
  package static let kind = "multiplication"
  package init() {}
}
