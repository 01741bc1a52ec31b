/// The element-wise sum of two tensors of one shape.
package struct Addition: Hashable, Codable, Sendable {
  package static let kind = "addition"
  /// The model states the sum of codes, with an operator of integers.
  package var isInteger: Bool

  package init(isInteger: Bool = false) { self.isInteger = isInteger }
}
