import ONNX

extension ONNXTensor {
  /// A tensor of the elements at the given places.
  func picking(_ places: [Int], shape: [Int]) -> ONNXTensor {
    switch elements {
    case .real(let values): ONNXTensor(type: type, shape: shape, elements: .real(values.picking(places)))
    case .integer(let values): ONNXTensor(type: type, shape: shape, elements: .integer(values.picking(places)))
    }
  }

  /// The same elements in another shape of as many.
  func reshaped(_ shape: [Int]) -> ONNXTensor { ONNXTensor(type: type, shape: shape, elements: elements) }

  /// Along each axis the elements with the given indices.
  func selecting(_ indices: [[Int]]) -> ONNXTensor {
    let strides = rowMajorStrides(shape)
    var places = [0]
    for (axis, chosen) in indices.enumerated() {
      places = places.flatMap { base in chosen.map { base + $0 * strides[axis] } }
    }
    return picking(places, shape: indices.map(\.count))
  }
}
