import Layers
import ONNX
import Support

extension Folding {
  /// Operators that make a constant of attributes, shapes or another constant as it is.
  static let sources: [String: Fold] = [
    "Constant": Fold(
      [
        "sparse_value", "value", "value_float", "value_floats", "value_int", "value_ints", "value_string",
        "value_strings",
      ],
      constant),
    "ConstantOfShape": Fold(["value"], constantOfShape),
    "Identity": Fold { $0.constant(0, "operands") },
    "Dropout": Fold(["is_test", "ratio", "seed"]) { $0.constant(0, "operands") },
    "Shape": Fold { context in
      context.constant(0, "operands").map { ONNXTensor(integers: $0.shape) }
    },
  ]

  @Sendable private static func constant(_ context: inout ImportContext) -> ONNXTensor? {
    guard context.current.attributes.count == 1, let (name, value) = context.current.attributes.first else {
      context.report("it has \(context.current.attributes.count) attributes; 1 is expected")
      return nil
    }
    switch value {
    case .tensor(let tensor): return tensor
    case .integer(let value): return ONNXTensor(type: .int64, shape: [], elements: .integer([Int64(value)]))
    case .integers(let values): return ONNXTensor(integers: values)
    case .real(let value): return ONNXTensor(type: .float32, shape: [], elements: .real([value]))
    case .reals(let values): return ONNXTensor(type: .float32, shape: [values.count], elements: .real(values))
    case .text, .texts, .unreadable:
      context.unsupported(name, found: value.description, supported: "tensors and numbers are supported")
      return nil
    }
  }

  @Sendable private static func constantOfShape(_ context: inout ImportContext) -> ONNXTensor? {
    guard let shape = context.constant(0, "shape's extents") else { return nil }
    guard let extents = shape.integers, shape.shape.count == 1, extents.count <= 64 else {
      context.report("its shape is not a list of integers")
      return nil
    }
    guard let count = elementCount(of: extents), count <= min(context.budget, 1 << 20) else {
      context.report("its shape is \(extents), which is negative or too large")
      return nil
    }
    var value = ONNXTensor(type: .float32, shape: [1], elements: .real([0]))
    switch context.current.attributes["value"] {
    case nil: break
    case .tensor(let tensor)? where tensor.count == 1: value = tensor
    case let other?:
      context.unsupported("value", found: other.description, supported: "a tensor of one element is supported")
      return nil
    }
    return value.picking(Array(repeating: 0, count: count), shape: extents)
  }
}
