package import NetworkIR
import ONNX
package import Support

extension ImportContext {
  /// The view with a layout of its own, for an operator that changes the extents of the model's axes `places`.
  ///
  /// While the model's input has no layout yet, one with channels second is asked for, unless only the two axes
  /// after the first change; nil after asking.
  package mutating func settled(_ view: ActivationView, changing places: Set<Int>) -> ActivationView? {
    guard view.inputOrder != nil, layout == nil, view.axes[0].isEmpty, [3, 4].contains(view.axes.count),
      !view.isImage, places != [1, 2]
    else { return view }
    let rows = view.axes.count == 4 ? view.axes[2] : []
    return arrangedOrAsked(view, [.height: rows, .width: view.axes.last ?? [], .channels: view.axes[1]])
  }

  /// The tensor's axis that the model's axis `place` is, in the view or in one that takes its place; nil after
  /// reporting that there is none.
  package mutating func streamAxis(of place: Int, in view: inout ActivationView) -> StreamAxis? {
    if place == 0, fixedBatch != nil, view.axes[0].isEmpty {
      report("it changes the batch, axis 0 of \(fixedBatch ?? 0) samples, which are computed one by one")
      return nil
    }
    guard let found = isolated(view, place: place) else { return nil }
    view = found.view
    return found.axis
  }

  /// Adds an operation that changes the extent of one axis of its first operand; the axis is `axis` of the tensor, `place` of the model.
  package mutating func emitResizing(
    _ operation: any NetworkOperation, reading views: [ActivationView], place: Int, axis: StreamAxis
  ) -> ActivationView? {
    guard let first = views.first, let made = emit(operation, reading: views, axes: []) else { return nil }
    return first.resized(place, along: axis, tensor: made.tensor, shape: made.shape)
  }

  package mutating func emitResizing(
    _ operation: any NetworkOperation, reading view: ActivationView, place: Int, axis: StreamAxis
  ) -> ActivationView? {
    emitResizing(operation, reading: [view], place: place, axis: axis)
  }

  /// A list of integers that an operand or, before opset `since`, an attribute holds; nil where it is left out or
  /// after reporting.
  package mutating func integerList(_ name: String, input index: Int, since version: Int) -> [Int]? {
    if opset < version { return integers(name) }
    if current.attributes[name] != nil {
      report("attribute '\(name)' is given; since opset \(version) it is input \(index)")
      return nil
    }
    guard value(index) != nil, let tensor = constant(index, name) else { return nil }
    guard let list = tensor.integers, tensor.shape.count <= 1 else {
      report("its \(name) are not a list of integers")
      return nil
    }
    return list
  }

  /// Distinct axes counted from the front; nil after reporting one that is not.
  package mutating func places(_ axes: [Int], rank: Int) -> Set<Int>? {
    guard rank <= 64 else {
      report("it makes or reads a tensor of rank \(rank); 64 is supported")
      return nil
    }
    let places = axes.compactMap { axis($0, rank: rank) }
    guard places.count == axes.count else { return nil }
    guard Set(places).count == axes.count else {
      report("its axes \(axes) name one twice")
      return nil
    }
    return Set(places)
  }
}
