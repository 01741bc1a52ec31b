import Support

/// Pairs the elements of two tensors as ONNX's broadcasting does.
struct Broadcast {
  let shape: [Int]
  private let first: [Int]
  private let second: [Int]

  /// Nil where the shapes do not fit each other, or the result is too large.
  init?(_ a: [Int], _ b: [Int]) {
    let rank = max(a.count, b.count)
    let left = Array(repeating: 1, count: rank - a.count) + a
    let right = Array(repeating: 1, count: rank - b.count) + b
    var extents: [Int] = []
    for (x, y) in zip(left, right) {
      guard x == y || x == 1 || y == 1 else { return nil }
      extents.append(x == 1 ? y : x)
    }
    guard rank <= 64, elementCount(of: extents, limit: max(1 << 20, a.reduce(1, *), b.reduce(1, *))) != nil else {
      return nil
    }
    shape = extents
    first = Self.positions(left, in: extents)
    second = Self.positions(right, in: extents)
  }

  /// For every element of the result, in order, its place in the operand.
  private static func positions(_ operand: [Int], in extents: [Int]) -> [Int] {
    let strides = rowMajorStrides(operand)
    var result = extents.contains(0) ? [] : [0]
    for axis in extents.indices where !result.isEmpty {
      let stride = operand[axis] == 1 ? 0 : strides[axis]
      result = result.flatMap { base in (0..<extents[axis]).map { base + $0 * stride } }
    }
    return result
  }

  func map<Result>(_ body: (Int, Int) -> Result) -> [Result] { zip(first, second).map { body($0, $1) } }
}

/// Elements from one index of each axis to the next.
func rowMajorStrides(_ extents: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: extents.count)
  for axis in extents.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * extents[axis + 1] }
  return strides
}

extension Array {
  /// The elements at the given places.
  func picking(_ places: [Int]) -> [Element] { places.map { self[$0] } }
}
