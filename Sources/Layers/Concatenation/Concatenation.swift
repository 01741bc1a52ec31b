/// Tensors one after another along an axis.
package struct Concatenation: Hashable, Codable, Sendable {
  package static let kind = "concatenation"
  package var axis: StreamAxis
  package init(axis: StreamAxis) { self.axis = axis }
}

/// The blocks of several arrays in turn: `counts[i]` elements of array i, then of the next, until all are used.
func interleaved<T: BitwiseCopyable>(_ arrays: [[T]], counts: [Int]) -> [T] {
  guard let first = arrays.first, let count = counts.first, count > 0 else { return [] }
  let (turns, period) = (first.count / count, counts.reduce(0, +))
  return [T](unsafeUninitializedCapacity: turns * period) { result, used in
    used = turns * period
    guard var out = result.baseAddress else { return }
    for (array, count) in zip(arrays, counts) {
      array[..<(turns * count)].withUnsafeBufferPointer { array in
        guard let array = array.baseAddress else { return }
        for turn in 0..<turns { (out + turn * period).update(from: array + turn * count, count: count) }
      }
      out += count
    }
  }
}
