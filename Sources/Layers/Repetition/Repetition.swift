/// Every index along an axis several times: nearest-neighbour upsampling and broadcasting.
package struct Repetition: Hashable, Codable, Sendable {
  package static let kind = "repetition"

  package var axis: StreamAxis
  package var factor: Int

  package init(axis: StreamAxis, factor: Int) {
    self.axis = axis
    self.factor = factor
  }
}

/// Every block `factor` times.
func repeated<T>(_ values: [T], block: Int, factor: Int) -> [T] {
  var result: [T] = []
  result.reserveCapacity(values.count * factor)
  for start in stride(from: 0, to: values.count, by: block) {
    for _ in 0..<factor { result += values[start..<start + block] }
  }
  return result
}
