import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Operators whose indices are a tensor of places, and those that write to such places.
  static let scattering: [String: Evaluation] = [
    "ScatterND": Evaluation(["reduction"], scatterND),
    "ScatterElements": Evaluation(["axis", "reduction"], scatterElements),
    "Scatter": Evaluation(["axis"], scatterElements),
    "NonZero": Evaluation([], nonZero),
  ]

  @Sendable static func gatherElements(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands"), let indices = context.constant(1, "indices"),
      let places = context.elementPlaces(tensor, indices)
    else { return nil }
    return tensor.picking(places, shape: indices.shape)
  }

  @Sendable static func gatherND(_ context: inout ImportContext) -> ONNXTensor? {
    let batches = context.integer("batch_dims", default: 0)
    guard let tensor = context.constant(0, "operands"), let indices = context.constant(1, "indices"),
      let (blocks, size) = context.blockPlaces(tensor, indices, batches: batches)
    else { return nil }
    let shape = indices.shape.dropLast() + tensor.shape[(batches + (indices.shape.last ?? 0))...]
    guard context.room(for: Array(shape), growing: [tensor]) != nil else { return nil }
    return tensor.picking(blocks.flatMap { $0..<$0 + size }, shape: Array(shape))
  }

  @Sendable private static func scatterElements(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands"), let indices = context.constant(1, "indices"),
      let updates = context.constant(2, "updates"), let places = context.elementPlaces(tensor, indices)
    else { return nil }
    return scattered(updates, to: places, of: tensor, &context)
  }

  @Sendable private static func scatterND(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands"), let indices = context.constant(1, "indices"),
      let updates = context.constant(2, "updates"),
      let (blocks, size) = context.blockPlaces(tensor, indices, batches: 0)
    else { return nil }
    guard updates.count == blocks.count * size else {
      context.report("its updates have shape \(updates.shape), which does not fit its indices' \(indices.shape)")
      return nil
    }
    return scattered(updates, to: blocks.flatMap { $0..<$0 + size }, of: tensor, &context)
  }

  private static func scattered(
    _ updates: ONNXTensor, to places: [Int], of tensor: ONNXTensor, _ context: inout ImportContext
  ) -> ONNXTensor? {
    let reduction = context.text("reduction", default: "none")
    let functions = [
      "none": PairFunction(real: { $1 }, integer: { $1 }), "add": sum, "mul": multiply, "max": maximum, "min": minimum,
    ]
    guard let function = functions[reduction], updates.type == tensor.type, updates.count == places.count else {
      context.report(
        "it has \(updates.count) updates of type '\(updates.type.rawValue)' and the reduction '\(reduction)'; "
          + "\(places.count) of '\(tensor.type.rawValue)' are expected")
      return nil
    }
    if reduction == "none" {
      var sources = Array(0..<tensor.count)
      for (index, place) in places.enumerated() { sources[place] = tensor.count + index }
      return .picking(sources, of: [tensor, updates], shape: tensor.shape)
    }
    if tensor.type.isReal, let real = function.real {
      var (values, new) = (tensor.reals, updates.reals)
      for (index, place) in places.enumerated() { values[place] = tensor.type.held(real(values[place], new[index])) }
      new = []
      return ONNXTensor(tensor.type, tensor.shape, reals: values)
    }
    var values = tensor.wholes
    let new = updates.wholes
    for (index, place) in places.enumerated() { values[place] = function.integer(values[place], new[index]) ?? 0 }
    return ONNXTensor(tensor.type, tensor.shape, wholes: values)
  }

  /// One row an axis, one column an element that is not 0.
  @Sendable private static func nonZero(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    let places = tensor.reals.enumerated().filter { $0.element != 0 }.map(\.offset)
    let rows = zip(tensor.shape, rowMajorStrides(tensor.shape)).map { extent, stride in
      places.map { Int64($0 / stride % extent) }
    }
    return ONNXTensor(.int64, [rows.count, places.count], wholes: rows.flatMap { $0 })
  }
}

extension ImportContext {
  /// For every index along the attribute `axis`, its place in a tensor of as many axes.
  fileprivate mutating func elementPlaces(_ tensor: ONNXTensor, _ indices: ONNXTensor) -> [Int]? {
    let stated = integer("axis", default: 0)
    guard let axis = axis(stated, rank: tensor.shape.count) else { return nil }
    let extent = tensor.shape[axis]
    guard let chosen = indices.integers, chosen.allSatisfy({ (-extent..<extent).contains($0) }),
      indices.shape.count == tensor.shape.count,
      tensor.shape.indices.allSatisfy({ $0 == axis || indices.shape[$0] <= tensor.shape[$0] })
    else {
      report("its indices of shape \(indices.shape) do not fit axis \(axis) of \(tensor.shape)")
      return nil
    }
    let (own, strides) = (rowMajorStrides(indices.shape), rowMajorStrides(tensor.shape))
    return chosen.enumerated().map { element, index in
      var place = (index < 0 ? index + extent : index) * strides[axis]
      for other in own.indices where other != axis {
        place += element / own[other] % indices.shape[other] * strides[other]
      }
      return place
    }
  }

  /// The first place of the block that each vector of indices names, and the blocks' elements.
  fileprivate mutating func blockPlaces(
    _ tensor: ONNXTensor, _ indices: ONNXTensor, batches: Int
  ) -> (places: [Int], size: Int)? {
    let depth = indices.shape.last ?? 0
    guard let chosen = indices.integers, batches >= 0, indices.shape.count > batches,
      batches + depth <= tensor.shape.count, depth > 0, indices.shape.prefix(batches) == tensor.shape.prefix(batches)
    else {
      report("its indices of shape \(indices.shape) do not fit a tensor of shape \(tensor.shape)")
      return nil
    }
    let strides = rowMajorStrides(tensor.shape)
    let extents = Array(tensor.shape[batches..<batches + depth])
    let size = tensor.shape[(batches + depth)...].reduce(1, *)
    let batch = tensor.shape[batches...].reduce(1, *)
    let rows = chosen.count / depth
    let share = max(1, rows / max(1, tensor.shape.prefix(batches).reduce(1, *)))
    var places: [Int] = []
    for row in 0..<rows {
      var place = batches > 0 ? row / share * batch : 0
      for (level, extent) in extents.enumerated() {
        let index = chosen[row * depth + level]
        guard (-extent..<extent).contains(index) else {
          report("its index \(index) is not one of \(extent)")
          return nil
        }
        place += (index < 0 ? index + extent : index) * strides[batches + level]
      }
      places.append(place)
    }
    return (places, size)
  }
}
