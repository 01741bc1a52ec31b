import Layers
import ONNX
import Support

/// Lays the elements of tensors side by side as ONNX's broadcasting does.
struct Broadcast {
  let shape: [Int]
  /// For every operand, the place of each of the result's elements in it.
  let places: [[Int]]

  /// Nil where the shapes do not fit each other, or the result is too large.
  init?(_ operands: [[Int]]) {
    let rank = operands.map(\.count).max() ?? 0
    let shapes = operands.map { Array(repeating: 1, count: rank - $0.count) + $0 }
    var extents = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (axis, extent) in shape.enumerated() where extent != 1 {
        guard extents[axis] == 1 || extents[axis] == extent else { return nil }
        extents[axis] = extent
      }
    }
    let largest = operands.map { $0.reduce(1, *) }.max() ?? 1
    guard rank <= 64, elementCount(of: extents, limit: max(ConstantEvaluation.largestGrown, largest)) != nil else {
      return nil
    }
    shape = extents
    places = shapes.map { shape in
      let strides = rowMajorStrides(shape)
      var result = extents.contains(0) ? [] : [0]
      for axis in extents.indices where !result.isEmpty {
        let stride = shape[axis] == 1 ? 0 : strides[axis]
        result = result.flatMap { base in (0..<extents[axis]).map { base + $0 * stride } }
      }
      return result
    }
  }

  init?(_ a: [Int], _ b: [Int]) { self.init([a, b]) }

  func map<Result>(_ body: (Int, Int) -> Result) -> [Result] { zip(places[0], places[1]).map { body($0, $1) } }
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

extension ImportContext {
  /// Reports operands that no broadcasting lays side by side.
  mutating func broadcast(_ shapes: [[Int]]) -> Broadcast? {
    if let found = Broadcast(shapes) { return found }
    report(
      "its operands have shapes \(shapes.map(\.description).joined(separator: " and ")), which do not fit each other")
    return nil
  }

  /// The elements of a result; nil after reporting that they are too many.
  mutating func room(for shape: [Int], growing operands: [ONNXTensor] = []) -> Int? {
    let limit = max(ConstantEvaluation.largestGrown, 4 * operands.reduce(0) { $0 + $1.count })
    guard shape.count <= 64, let count = elementCount(of: shape, limit: min(budget, limit)) else {
      report("its result of shape \(shape) is negative or too large")
      return nil
    }
    return count
  }
}
