/// A rearrangement of elements: an array's axes in another order.
package struct AxisOrder: Hashable, Codable, Sendable {
  /// Elements along each axis, in the order in which they come, outermost first.
  package var extents: [Int]
  /// The axes in the order in which they go, outermost first.
  package var order: [Int]

  /// The axes of `order` in that order; `extents` are those of the axes before.
  package init(extents: [Int], order: [Int]) {
    self.extents = extents
    self.order = order
  }

  /// Whether `order` names every axis once and all extents are positive.
  package var isSound: Bool { order.sorted() == Array(extents.indices) && extents.allSatisfy { $0 > 0 } }

  /// The same rearrangement of as few axes as can be: none of extent 1, and none that follow each other before and
  /// after.
  package var simplified: AxisOrder {
    var runs: [[Int]] = []
    let long = extents.indices.filter { extents[$0] > 1 }
    let ranks = Dictionary(uniqueKeysWithValues: long.enumerated().map { ($1, $0) })
    for axis in order where extents[axis] > 1 {
      if let last = runs.last?.last, ranks[axis] == ranks[last, default: -1] + 1 {
        runs[runs.count - 1].append(axis)
      } else {
        runs.append([axis])
      }
    }
    let sorted = runs.indices.sorted { runs[$0][0] < runs[$1][0] }
    return AxisOrder(
      extents: sorted.map { runs[$0].reduce(1) { $0 * extents[$1] } },
      order: runs.indices.compactMap { sorted.firstIndex(of: $0) })
  }

  /// Whether nothing moves.
  package var isIdentity: Bool { simplified.order.count <= 1 }

  /// Elements from one index of each axis to the next, before the rearrangement.
  package var strides: [Int] {
    var result = [Int](repeating: 1, count: extents.count)
    for axis in extents.indices.dropLast().reversed() { result[axis] = result[axis + 1] * extents[axis + 1] }
    return result
  }

  /// For each element of the result, the place that it comes from.
  package var places: [Int] {
    let strides = strides
    return order.reduce([0]) { places, axis in
      places.flatMap { place in (0..<extents[axis]).map { place + $0 * strides[axis] } }
    }
  }

  /// Arrays one after another, each rearranged.
  package func apply<T>(_ values: [T]) -> [T] {
    if isIdentity { return values }
    let places = self.places
    return stride(from: 0, to: values.count, by: places.count).flatMap { start in places.map { values[start + $0] } }
  }
}
