import ONNX

extension ONNXTensor {
  /// A tensor of the elements at the given places.
  func picking(_ places: [Int], shape: [Int]) -> ONNXTensor { Self.picking(places, of: [self], shape: shape) }

  /// The elements at the given places of tensors that are laid end to end, the first giving the type.
  ///
  /// - Precondition: `tensors` are all real or all of integers, and not none.
  static func picking(_ places: [Int], of tensors: [ONNXTensor], shape: [Int]) -> ONNXTensor {
    let type = tensors[0].type
    let grids = tensors.compactMap(\.grid)
    let isGrid = grids.count == tensors.count && Set(grids.map(\.float)).count == 1
    let grid = isGrid ? ValueGrid(steps: grids.flatMap(\.steps).picking(places), float: grids[0].float) : nil
    if type.isReal {
      return ONNXTensor(
        type: type, shape: shape, elements: .real(tensors.flatMap(\.reals).picking(places)), grid: grid)
    }
    return ONNXTensor(
      type: type, shape: shape, elements: .integer(tensors.flatMap(\.wholes).picking(places)), grid: grid)
  }

  /// The elements as integers; none for a real tensor.
  var wholes: [Int64] {
    if case .integer(let values) = elements { values } else { [] }
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

  /// A tensor whose elements are computed, of real numbers or integers as `type` says.
  init(_ type: ElementType, _ shape: [Int], reals: [Double]) {
    self.init(type: type, shape: shape, elements: .real(reals.map { type.held($0) }))
  }

  /// One number that an attribute states, as an element of the type.
  init(_ type: ElementType, _ shape: [Int], number: Double) {
    if type.isReal {
      self.init(type, shape, reals: [number])
    } else {
      self.init(type, shape, wholes: [Int64(exactly: number.rounded(.towardZero)) ?? 0])
    }
  }

  init(_ type: ElementType, _ shape: [Int], wholes: [Int64]) {
    self.init(type: type, shape: shape, elements: .integer(wholes.map { type.held($0) }))
  }
}
