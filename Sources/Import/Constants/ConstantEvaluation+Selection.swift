import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Operators that take some elements out, repeat them, or put tensors together.
  static let selection: [String: Evaluation] = [
    "Gather": Evaluation(["axis"], gather),
    "GatherElements": Evaluation(["axis"], gatherElements),
    "GatherND": Evaluation(["batch_dims"], gatherND),
    "Concat": Evaluation(["axis"], concat),
    "Slice": Evaluation(["axes", "ends", "starts"]) { context in
      guard let tensor = context.constant(0, "operands"), let ranges = context.slices(of: tensor.shape) else {
        return nil
      }
      return taking(ranges, of: tensor)
    },
    "Split": Evaluation(
      ["axis", "num_outputs", "split"],
      all: { context in
        guard let tensor = context.constant(0, "operands"), let ranges = context.splits(of: tensor.shape) else {
          return nil
        }
        return ranges.map { taking([$0], of: tensor) }
      }),
    "Compress": Evaluation(["axis"], compress),
    "Expand": Evaluation([], expand),
    "Tile": Evaluation([], tile),
    "Pad": Evaluation(["mode", "pads", "value"], pad),
    "Trilu": Evaluation(["upper"], trilu),
  ]

  private static func taking(_ ranges: [IndexRange], of tensor: ONNXTensor) -> ONNXTensor {
    var selection = tensor.shape.map { Array(0..<$0) }
    for range in ranges { selection[range.place] = range.indices }
    return tensor.selecting(selection)
  }

  @Sendable private static func gather(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands"),
      let (place, indices, chosen) = context.gathered(from: tensor.shape)
    else { return nil }
    let shape = Array(tensor.shape[..<place] + chosen + tensor.shape[(place + 1)...])
    guard context.room(for: shape, growing: [tensor]) != nil else { return nil }
    var selection = tensor.shape.map { Array(0..<$0) }
    selection[place] = indices
    return tensor.selecting(selection).reshaped(shape)
  }

  @Sendable private static func compress(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.current.attributes["axis"] == nil ? nil : context.integer("axis", default: 0)
    guard var tensor = context.constant(0, "operands"), let condition = context.constant(1, "conditions") else {
      return nil
    }
    if axis == nil { tensor = tensor.reshaped([tensor.count]) }
    guard let place = context.axis(axis ?? 0, rank: tensor.shape.count) else { return nil }
    var selection = tensor.shape.map { Array(0..<$0) }
    selection[place] = zip(selection[place], condition.wholes).filter { $0.1 != 0 }.map(\.0)
    return tensor.selecting(selection)
  }

  @Sendable private static func expand(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands"), let target = context.extents(1, "shape's extents"),
      context.room(for: target, growing: [tensor]) != nil, let laid = context.broadcast([tensor.shape, target])
    else { return nil }
    return tensor.picking(laid.places[0], shape: laid.shape)
  }

  @Sendable private static func tile(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands"), let repeats = context.extents(1, "repeats") else { return nil }
    guard repeats.count == tensor.shape.count, elementCount(of: repeats) != nil else {
      context.report(
        "it repeats shape \(tensor.shape) \(repeats) times; one number of an axis, not negative, is expected")
      return nil
    }
    let shape = zip(tensor.shape, repeats).map { $0.multipliedReportingOverflow(by: $1) }
    guard !shape.contains(where: \.overflow), context.room(for: shape.map(\.partialValue), growing: [tensor]) != nil
    else {
      context.report("its result is too large")
      return nil
    }
    return tensor.selecting(
      zip(tensor.shape, shape).map { extent, tiled in (0..<tiled.partialValue).map { $0 % extent } })
  }

  /// The elements on and above (or, with `upper` 0, below) a diagonal of the last two axes; 0 elsewhere.
  @Sendable private static func trilu(_ context: inout ImportContext) -> ONNXTensor? {
    let isUpper = context.integer("upper", default: 1) != 0
    guard let tensor = context.constant(0, "operands") else { return nil }
    guard tensor.shape.count >= 2 else {
      context.report("its operand has shape \(tensor.shape); two axes are expected")
      return nil
    }
    var diagonal = 0
    if context.value(1) != nil {
      guard let given = context.constant(1, "diagonal")?.integers, given.count == 1 else { return nil }
      diagonal = given[0]
    }
    let (rows, columns) = (tensor.shape[tensor.shape.count - 2], tensor.shape[tensor.shape.count - 1])
    let places = (0..<tensor.count).map { place in
      let above = place % columns - place / columns % rows
      return (isUpper ? above >= diagonal : above <= diagonal) ? place : tensor.count
    }
    return .picking(places, of: [tensor, zero(tensor.type)], shape: tensor.shape)
  }

  /// One element of a type that is 0.
  static func zero(_ type: ElementType) -> ONNXTensor {
    ONNXTensor(type, [1], number: 0)
  }

  @Sendable private static func concat(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 0)
    guard let tensors = context.operands(), let first = tensors.first,
      let place = context.axis(axis, rank: first.shape.count)
    else { return nil }
    func others(_ shape: [Int]) -> [Int] { shape.indices.filter { $0 != place }.map { shape[$0] } }
    guard tensors.allSatisfy({ $0.shape.count == first.shape.count && others($0.shape) == others(first.shape) })
    else {
      context.report("its operands have shapes \(tensors.map(\.shape)), which do not fit each other")
      return nil
    }
    var shape = first.shape
    shape[place] = 0
    for tensor in tensors { shape[place] += tensor.shape[place] }
    guard context.room(for: shape, growing: tensors) != nil else { return nil }
    var starts: [Int] = []
    for index in tensors.indices { starts.append(index == 0 ? 0 : starts[index - 1] + tensors[index - 1].count) }
    let rows = first.shape[..<place].reduce(1, *)
    let places = (0..<rows).flatMap { row in
      zip(tensors, starts).flatMap { tensor, start in
        let block = tensor.count / rows
        return start + row * block..<start + (row + 1) * block
      }
    }
    return .picking(places, of: tensors, shape: shape)
  }
}

extension ImportContext {
  /// A list of integers that an operand holds; nil after reporting another.
  mutating func extents(_ index: Int, _ role: String) -> [Int]? {
    guard let tensor = constant(index, role) else { return nil }
    guard let list = tensor.integers, tensor.shape.count <= 1 else {
      report("its \(role) are not a list of integers")
      return nil
    }
    return list
  }
}
