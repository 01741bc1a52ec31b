/// A range of the indices along an axis.
package struct Cropping: Hashable, Codable, Sendable {
  package static let kind = "cropping"

  package var axis: StreamAxis
  package var start: Int
  package var count: Int

  package init(axis: StreamAxis, start: Int, count: Int) {
    self.axis = axis
    self.start = start
    self.count = count
  }
}

/// `count` elements from `first` on of every `period` elements.
func cropped<T>(_ values: [T], period: Int, first: Int, count: Int) -> [T] {
  var result: [T] = []
  result.reserveCapacity(values.count / period * count)
  for start in stride(from: first, to: values.count, by: period) { result += values[start..<start + count] }
  return result
}
