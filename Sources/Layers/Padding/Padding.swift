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

/// The blocks of every `extent` blocks at places `before + i * step`, and `value` everywhere else.
func spread<T>(
  _ values: [T], block: Int, extent: Int, before: Int, step: Int, after: Int, value: T
) -> [T] {
  var result: [T] = []
  let outputs = before + (extent - 1) * step + 1 + after
  result.reserveCapacity(values.count / extent * outputs)
  for turn in stride(from: 0, to: values.count, by: block * extent) {
    for place in 0..<outputs {
      let (index, between) = (place - before).quotientAndRemainder(dividingBy: step)
      if place >= before, between == 0, index < extent {
        result += values[turn + index * block..<turn + (index + 1) * block]
      } else {
        result += repeatElement(value, count: block)
      }
    }
  }
  return result
}
