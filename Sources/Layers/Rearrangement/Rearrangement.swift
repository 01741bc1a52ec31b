package import Support

/// The same elements in another order and another shape.
package struct Rearrangement: Hashable, Codable, Sendable {
  package static let kind = "rearrangement"

  /// Of all elements of the tensor, in streaming order.
  package var order: AxisOrder
  package var shape: Shape

  package init(order: AxisOrder, shape: Shape) {
    self.order = order
    self.shape = shape
  }
}
