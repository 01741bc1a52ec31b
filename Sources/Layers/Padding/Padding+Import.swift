import NetworkIR
import ONNX
import Support

extension Padding: ImportableOperation {
  package static var imports: [OperatorImport] {
    [OperatorImport("Pad", attributes: ["mode", "pads", "value"], pad)]
  }

  @Sendable private static func pad(_ context: inout ImportContext) {
    let before = context.problems.count
    let mode = context.text("mode", default: "constant")
    if mode != "constant" {
      context.unsupported("mode", found: "'\(mode)'", supported: "'constant' is supported")
    }
    let pads = context.integerList("pads", input: 1, since: 11)
    let given = context.opset < 18 ? nil : context.integerList("axes", input: 3, since: 18)
    guard let view = context.activation(0), let value = value(&context, view.coding), context.problems.count == before
    else { return }
    guard let pads else { return context.report("its pads are missing") }
    let axes = given ?? Array(view.axes.indices)
    guard context.places(axes, rank: view.axes.count) != nil else { return }
    guard pads.count == 2 * axes.count, pads.allSatisfy({ (-Geometry.longest...Geometry.longest).contains($0) }) else {
      return context.report("it has pads \(pads) for \(axes.count) axes; \(2 * axes.count) are expected")
    }
    let edges = axes.enumerated().map { index, axis in
      Edge(
        place: axis < 0 ? axis + view.axes.count : axis, before: pads[index], after: pads[index + axes.count])
    }.filter { $0.before != 0 || $0.after != 0 }
    guard var result = context.settled(view, changing: Set(edges.map(\.place))) else { return }
    for edge in edges {
      guard let next = context.emit(edge, value: value, reading: result) else { return }
      result = next
    }
    context.setOutput(.activation(result))
  }

  /// The constant: an attribute before opset 11, an input since. Among integer codes it is a code, and stands for a real.
  ///
  /// The lowest number of its type stands for what is below every element, -infinity.
  private static func value(_ context: inout ImportContext, _ coding: ActivationView.Coding?) -> Float? {
    var value = 0.0
    if context.opset < 11 {
      value = context.real("value", default: 0)
    } else if context.value(2) != nil {
      guard let tensor = context.constant(2, "constants") else { return nil }
      guard tensor.count == 1, let first = tensor.reals.first, first < .infinity, tensor.type.isReal == (coding == nil)
      else {
        context.report(
          "its constant is \(tensor.type.rawValue) \(tensor.shape); one number of its operand's type is expected")
        return nil
      }
      value = tensor.type == .float16 && first <= -65504 ? -.infinity : first
    }
    guard let coding else { return value <= -Double(Float.greatestFiniteMagnitude) ? -.infinity : Float(value) }
    guard value == value.rounded(), value.magnitude < 0x1p31 else {
      context.report("its constant is \(value); an integer code of 32 bits is expected")
      return nil
    }
    return Float((value - Double(coding.zeroPoint)) * Double(coding.scale))
  }
}

/// What is added at both ends of an axis of the model; negative numbers take away.
private struct Edge {
  var place: Int
  var before: Int
  var after: Int
}

extension ImportContext {
  fileprivate mutating func emit(_ edge: Edge, value: Float, reading view: ActivationView) -> ActivationView? {
    var result = view
    guard let axis = streamAxis(of: edge.place, in: &result) else { return nil }
    if min(edge.before, edge.after) < 0 {
      let (start, end) = (max(0, -edge.before), max(0, -edge.after))
      let cropping = Cropping(axis: axis, start: start, count: result.shape[axis] - start - end)
      guard let cropped = emitResizing(cropping, reading: result, place: edge.place, axis: axis) else { return nil }
      result = cropped
    }
    guard max(edge.before, edge.after) > 0 else { return result }
    let padding = Padding(axis: axis, before: max(0, edge.before), after: max(0, edge.after), value: value)
    return emitResizing(padding, reading: result, place: edge.place, axis: axis)
  }
}
