package import Support

/// Tensors one after another along an axis.
package struct Concatenation: Hashable, Codable, Sendable {
  package static let kind = "concatenation"
  package var axis: StreamAxis
  package init(axis: StreamAxis) { self.axis = axis }
}
