import ONNX

extension ONNXTensor {
  /// A tensor of the elements at the given places.
  func picking(_ places: [Int], shape: [Int]) -> ONNXTensor {
    let grid = self.grid.map { ValueGrid(steps: $0.steps.picking(places), float: $0.float) }
    return switch elements {
    case .real(let values):
      ONNXTensor(type: type, shape: shape, elements: .real(values.picking(places)), grid: grid)
    case .integer(let values):
      ONNXTensor(type: type, shape: shape, elements: .integer(values.picking(places)), grid: grid)
    }
  }

  /// The same elements in another shape of as many.
  func reshaped(_ shape: [Int]) -> ONNXTensor {
    ONNXTensor(type: type, shape: shape, elements: elements, grid: grid)
  }

  /// Along each axis the elements with the given indices.
  func selecting(_ indices: [[Int]]) -> ONNXTensor {
    let strides = rowMajorStrides(shape)
    var places = [0]
    for (axis, chosen) in indices.enumerated() {
      places = places.flatMap { base in chosen.map { base + $0 * strides[axis] } }
    }
    return picking(places, shape: indices.map(\.count))
  }

  /// The axes in another order: result axis i is axis `permutation[i]`.
  func transposed(_ permutation: [Int]) -> ONNXTensor {
    let strides = rowMajorStrides(shape)
    var places = [0]
    for axis in permutation {
      places = places.flatMap { base in (0..<shape[axis]).map { base + $0 * strides[axis] } }
    }
    return picking(places, shape: permutation.map { shape[$0] })
  }
}
