package import Support

/// Constant elements before, between and after those along an axis: padding, and the zeros of a transposed
/// convolution's stride.
package struct Padding: Hashable, Codable, Sendable {
  package static let kind = "padding"

  package var axis: StreamAxis
  /// Element i comes to place `before + i * step`.
  package var before: Int
  package var step: Int
  package var after: Int
  /// A number, or -infinity for what is below every element.
  package var value: Float

  package init(axis: StreamAxis, before: Int = 0, step: Int = 1, after: Int = 0, value: Float = 0) {
    self.axis = axis
    self.before = before
    self.step = step
    self.after = after
    self.value = value
  }
}
