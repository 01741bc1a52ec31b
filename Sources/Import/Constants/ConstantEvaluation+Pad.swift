import Layers
import ONNX
import Support

extension ConstantEvaluation {
  @Sendable static func pad(_ context: inout ImportContext) -> ONNXTensor? {
    let mode = context.text("mode", default: "constant")
    let before = context.problems.count
    let pads = context.integerList("pads", input: 1, since: 11)
    let given = context.opset < 18 ? nil : context.integerList("axes", input: 3, since: 18)
    guard let tensor = context.constant(0, "operands"), context.problems.count == before else { return nil }
    var value = zero(tensor.type)
    if context.opset < 11 {
      value = ONNXTensor(tensor.type, [1], number: context.real("value", default: 0))
    } else if context.value(2) != nil {
      guard let stated = context.constant(2, "constants") else { return nil }
      value = stated
    }
    let axes = given ?? Array(tensor.shape.indices)
    guard let pads, pads.count == 2 * axes.count, context.places(axes, rank: tensor.shape.count) != nil,
      value.count == 1, value.type == tensor.type, ["constant", "edge", "reflect", "wrap"].contains(mode),
      pads.allSatisfy({ $0.magnitude <= largestElementCount })
    else {
      context.report(
        "its mode '\(mode)', pads \(pads ?? []) and constant of type '\(value.type.rawValue)' do not fit it")
      return nil
    }
    var ranges = tensor.shape.map { 0..<$0 }
    for (index, axis) in axes.enumerated() {
      let place = axis < 0 ? axis + tensor.shape.count : axis
      let (first, end) = (-pads[index], tensor.shape[place] + pads[index + axes.count])
      ranges[place] = first..<max(first, end)
    }
    guard context.room(for: ranges.map(\.count), growing: [tensor]) != nil else { return nil }
    let strides = rowMajorStrides(tensor.shape)
    var places = [0]
    for (axis, range) in ranges.enumerated() {
      let sources = range.map { source($0, in: tensor.shape[axis], mode) }
      places = places.flatMap { base in
        sources.map { index in base < 0 ? -1 : index.map { base + $0 * strides[axis] } ?? -1 }
      }
    }
    return .picking(
      places.map { $0 < 0 ? tensor.count : $0 }, of: [tensor, value], shape: ranges.map(\.count))
  }

  /// The index that an index outside an axis stands for; nil for the constant.
  private static func source(_ index: Int, in extent: Int, _ mode: String) -> Int? {
    if (0..<extent).contains(index) { return index }
    guard extent > 0 else { return nil }
    func wrapped(_ period: Int) -> Int { (index % period + period) % period }
    switch mode {
    case "edge": return index < 0 ? 0 : extent - 1
    case "wrap": return wrapped(extent)
    case "reflect": return extent == 1 ? 0 : min(wrapped(2 * extent - 2), 2 * extent - 2 - wrapped(2 * extent - 2))
    default: return nil
    }
  }
}
