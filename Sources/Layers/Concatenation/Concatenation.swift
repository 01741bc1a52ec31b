/// Tensors one after another along an axis.
package struct Concatenation: Hashable, Codable, Sendable {
  package static let kind = "concatenation"
  package var axis: StreamAxis
  package init(axis: StreamAxis) { self.axis = axis }
}

/// The blocks of several arrays in turn: `counts[i]` elements of array i, then of the next, until all are used.
func interleaved<T>(_ arrays: [[T]], counts: [Int]) -> [T] {
  guard let first = arrays.first, let count = counts.first, count > 0 else { return [] }
  var result: [T] = []
  result.reserveCapacity(arrays.reduce(0) { $0 + $1.count })
  for turn in 0..<first.count / count {
    for (array, count) in zip(arrays, counts) { result += array[turn * count..<(turn + 1) * count] }
  }
  return result
}
