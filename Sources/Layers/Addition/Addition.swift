/// The element-wise sum of two tensors of one shape.
package struct Addition: Hashable, Codable, Sendable {
  package static let kind = "addition"
  package init() {}
}
