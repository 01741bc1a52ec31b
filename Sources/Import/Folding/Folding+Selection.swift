import Layers
import ONNX
import Support

extension Folding {
  /// Operators that take some elements out, or put tensors together.
  static let selection: [String: Fold] = [
    "Gather": Fold(["axis"], gather),
    "Concat": Fold(["axis"], concat),
    "Slice": Fold(["axes", "ends", "starts"], slice),
  ]

  @Sendable private static func gather(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 0)
    guard let tensor = context.constant(0, "operands"), let chosen = context.constant(1, "indices"),
      let place = context.axis(axis, rank: tensor.shape.count)
    else { return nil }
    let extent = tensor.shape[place]
    guard let indices = chosen.integers, indices.allSatisfy({ (-extent..<extent).contains($0) }) else {
      context.report("its indices are not integers below \(extent)")
      return nil
    }
    let shape = tensor.shape[..<place] + chosen.shape + tensor.shape[(place + 1)...]
    guard elementCount(of: Array(shape)) ?? .max <= min(context.budget, max(1 << 20, tensor.count)) else {
      context.report("its result of shape \(Array(shape)) is too large")
      return nil
    }
    var selection = tensor.shape.map { Array(0..<$0) }
    selection[place] = indices.map { $0 < 0 ? $0 + extent : $0 }
    return tensor.selecting(selection).reshaped(Array(shape))
  }

  @Sendable private static func concat(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 0)
    var tensors: [ONNXTensor] = []
    for index in context.current.inputs.indices {
      guard let tensor = context.constant(index, "operands") else { return nil }
      tensors.append(tensor)
    }
    guard let first = tensors.first, let place = context.axis(axis, rank: first.shape.count) else { return nil }
    func others(_ shape: [Int]) -> [Int] { shape.indices.filter { $0 != place }.map { shape[$0] } }
    guard tensors.allSatisfy({ $0.shape.count == first.shape.count && others($0.shape) == others(first.shape) }),
      tensors.allSatisfy({ $0.type.isReal == first.type.isReal })
    else {
      context.report("its operands have shapes \(tensors.map(\.shape)), which do not fit each other")
      return nil
    }
    var shape = first.shape
    shape[place] = 0
    for tensor in tensors { shape[place] += tensor.shape[place] }
    guard elementCount(of: shape) ?? .max <= context.budget else {
      context.report("its result of shape \(shape) is too large")
      return nil
    }
    let outer = first.shape[..<place].reduce(1, *)
    func joined<T>(_ parts: [[T]]) -> [T] {
      (0..<outer).flatMap { row in
        parts.flatMap { part in part[row * (part.count / outer)..<(row + 1) * (part.count / outer)] }
      }
    }
    let elements: ONNXTensor.Elements =
      first.type.isReal
      ? .real(joined(tensors.map(\.reals)))
      : .integer(joined(tensors.map { ($0.integers ?? []).map { Int64($0) } }))
    let grids = tensors.compactMap(\.grid)
    let isGrid = grids.count == tensors.count && Set(grids.map(\.float)).count == 1
    return ONNXTensor(
      type: first.type, shape: shape, elements: elements,
      grid: isGrid ? ValueGrid(steps: joined(grids.map(\.steps)), float: grids[0].float) : nil)
  }

  @Sendable private static func slice(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    let named = ["starts", "ends", "axes", "steps"].enumerated().map { index, name in
      context.opset < 10 ? context.integers(name) : context.optionalIntegers(index + 1, name)
    }
    guard let starts = named[0], let ends = named[1] else {
      context.report("its 'starts' and 'ends' are missing")
      return nil
    }
    let axes = named[2] ?? Array(starts.indices)
    let steps = named[3] ?? starts.map { _ in 1 }
    guard starts.count == ends.count, starts.count == axes.count, starts.count == steps.count,
      let places = context.places(axes, rank: tensor.shape.count), places.count == axes.count,
      steps.allSatisfy({ $0 > 0 })
    else {
      context.report("its 'starts', 'ends', 'axes' and 'steps' do not fit; lists of one length and steps above 0 do")
      return nil
    }
    var selection = tensor.shape.map { Array(0..<$0) }
    for (index, axis) in axes.enumerated() {
      let place = axis < 0 ? axis + tensor.shape.count : axis
      let extent = tensor.shape[place]
      func clamped(_ value: Int) -> Int { min(max(value < 0 ? value + extent : value, 0), extent) }
      let (first, last) = (clamped(starts[index]), clamped(ends[index]))
      selection[place] = first < last ? Array(stride(from: first, to: last, by: min(steps[index], extent))) : []
    }
    return tensor.selecting(selection)
  }
}

extension ImportContext {
  /// A list of integers that may be left out.
  fileprivate mutating func optionalIntegers(_ index: Int, _ role: String) -> [Int]? {
    guard value(index) != nil, let tensor = constant(index, role) else { return nil }
    if tensor.integers == nil { report("its '\(role)' are not integers") }
    return tensor.integers
  }
}
