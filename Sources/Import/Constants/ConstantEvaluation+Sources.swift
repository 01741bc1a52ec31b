import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Operators that make a constant of attributes, shapes or another constant as it is.
  static let sources: [String: Evaluation] = [
    "Constant": Evaluation(
      [
        "sparse_value", "value", "value_float", "value_floats", "value_int", "value_ints", "value_string",
        "value_strings",
      ],
      constant),
    "ConstantOfShape": Evaluation(["value"], constantOfShape),
    "Identity": Evaluation { $0.constant(0, "operands") },
    "Dropout": Evaluation(["is_test", "ratio", "seed"]) { context in
      guard context.value(2) == nil || context.constant(2, "training mode")?.reals.allSatisfy({ $0 == 0 }) ?? false
      else {
        context.report("its training mode is on; off is supported")
        return nil
      }
      return context.constant(0, "operands")
    },
    "Shape": Evaluation(["end", "start"]) { context in
      let tensor = context.constant(0, "operands")
      return tensor.map { context.shapeTensor(of: $0.shape) }
    },
    "Size": Evaluation { context in
      context.constant(0, "operands").map { ONNXTensor(.int64, [], wholes: [Int64($0.count)]) }
    },
    "Range": Evaluation([], range),
    "EyeLike": Evaluation(["dtype", "k"], eye),
    "OneHot": Evaluation(["axis"], oneHot),
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
    guard let count = context.room(for: extents) else { return nil }
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

  /// From a start up to, or down to, a limit that is left out.
  @Sendable private static func range(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensors = context.operands(), tensors.count == 3, tensors.allSatisfy({ $0.count == 1 }) else {
      return nil
    }
    let type = tensors[0].type
    let (start, limit, delta) = (tensors[0].reals[0], tensors[1].reals[0], tensors[2].reals[0])
    let steps = ((limit - start) / delta).rounded(.up)
    guard !steps.isNaN, steps <= Double(largestGrown), let count = context.room(for: [Int(max(0, steps))]) else {
      context.report("it counts from \(start) to \(limit) by \(delta), which is too far or no number")
      return nil
    }
    if type.isReal { return ONNXTensor(type, [count], reals: (0..<count).map { start + Double($0) * delta }) }
    let (first, step) = (tensors[0].wholes[0], tensors[2].wholes[0])
    return ONNXTensor(type, [count], wholes: (0..<count).map { first &+ Int64($0) &* step })
  }

  @Sendable private static func eye(_ context: inout ImportContext) -> ONNXTensor? {
    let (code, diagonal) = (context.integer("dtype", default: 0), context.integer("k", default: 0))
    guard let tensor = context.constant(0, "operands") else { return nil }
    let stated = ElementType.coded(code)
    guard tensor.shape.count == 2, code == 0 || stated != nil else {
      context.report(
        "it makes a matrix of shape \(tensor.shape) and type \(code); two axes and a known type are expected")
      return nil
    }
    let type = stated ?? tensor.type
    let ones = (0..<tensor.count).map { $0 % tensor.shape[1] &- $0 / tensor.shape[1] == diagonal ? 1 : 0 }
    return type.isReal
      ? ONNXTensor(type, tensor.shape, reals: ones.map { Double($0) })
      : ONNXTensor(type, tensor.shape, wholes: ones.map { Int64($0) })
  }

  /// The two values' type; indices outside the depth leave only the first value.
  @Sendable private static func oneHot(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: -1)
    guard let indices = context.constant(0, "indices"), let depth = context.constant(1, "depth"),
      let values = context.constant(2, "values"), let place = context.axis(axis, rank: indices.shape.count + 1)
    else { return nil }
    guard depth.count == 1, values.count == 2, let extent = Int(exactly: depth.reals[0]), extent > 0 else {
      context.report("its depth and values have \(depth.count) and \(values.count) elements; 1 and 2 are expected")
      return nil
    }
    var shape = indices.shape
    shape.insert(extent, at: place)
    guard let count = context.room(for: shape) else { return nil }
    let inner = shape[(place + 1)...].reduce(1, *)
    let reals = indices.reals
    let places = (0..<count).map { element in
      let index = reals[element / (inner * extent) * inner + element % inner]
      return (index < 0 ? index + Double(extent) : index) == Double(element / inner % extent) ? 1 : 0
    }
    return values.picking(places, shape: shape)
  }
}

extension ImportContext {
  /// The extents that `Shape` gives of a shape, from `start` to before `end`.
  mutating func shapeTensor(of extents: [Int]) -> ONNXTensor {
    let start = integer("start", default: 0)
    let end = integer("end", default: Int.max)
    func clamped(_ index: Int) -> Int {
      max(0, min(extents.count, index < 0 ? max(index, -extents.count) + extents.count : index))
    }
    let (first, last) = (clamped(start), clamped(end))
    return ONNXTensor(integers: Array(extents[first..<max(first, last)]))
  }
}
