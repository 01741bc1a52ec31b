/// The element-wise product of two tensors of one shape.
package struct Multiplication: Hashable, Codable, Sendable {
  package static let kind = "multiplication"
  /// The model states the product of codes, with an operator of integers.
  package var isInteger: Bool

  package init(isInteger: Bool = false) { self.isInteger = isInteger }
}
