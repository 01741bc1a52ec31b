import NetworkIR
import ONNX
import Support

/// A constant beside the network's value: one number, or one for each index of an axis.
struct AxisConstant {
  /// The network's value, with as many axes as the constant has.
  var view: ActivationView
  /// Not empty.
  var values: [Double]
  /// Nil for one number.
  var axis: Int?
  /// Whether the model gives it as floats, one for each index of the last axis.
  var isBias: Bool
}

extension ImportContext {
  /// The constant operand `index` beside a view; nil after reporting one that varies along several axes.
  mutating func axisConstant(_ index: Int, beside view: ActivationView) -> AxisConstant? {
    guard let tensor = weights(index, "constants") else { return nil }
    let rank = max(view.axes.count, tensor.shape.count)
    var view = view
    view.axes = Array(repeating: [], count: rank - view.axes.count) + view.axes
    let shape = Array(repeating: 1, count: rank - tensor.shape.count) + tensor.shape
    let long = shape.indices.filter { shape[$0] != 1 }
    guard long.allSatisfy({ shape[$0] == view.extent(view.axes[$0]) }), long.count <= 1 else {
      report(
        "its constant has shape \(tensor.shape); one value or one for each index of one axis is supported",
        notes: ["its other operand has shape \(view.modelShape)"])
      return nil
    }
    guard tensor.count > 0 else {
      report("its constant is empty")
      return nil
    }
    return AxisConstant(
      view: view, values: tensor.reals, axis: long.first, isBias: tensor.grid == nil && long == [rank - 1])
  }

  /// Two tensors whose elements lie at the same places, each extent of 1 repeated; nil after reporting others, or asking
  /// for a layout.
  mutating func aligned(_ first: ActivationView, _ second: ActivationView) -> [ActivationView]? {
    guard let views = broadcast(first, second) else { return nil }
    return views[0].matches(views[1]) ? views : aligned(views, place: nil)?.views
  }

  /// Adds the sum, or the product, of aligned tensors.
  mutating func emitPair(_ operation: any NetworkOperation, _ views: [ActivationView]) -> ActivationView? {
    var result = emitElementwise(operation, reading: views)
    if views[1].inputOrder == nil { result?.inputOrder = nil }
    result?.isViewed = views.allSatisfy(\.isViewed)
    return result
  }

  /// Adds the difference of aligned tensors.
  mutating func emitDifference(_ views: [ActivationView], isInteger: Bool = false) -> ActivationView? {
    guard let negated = affine(views[1], scale: [-1], shift: [0], axis: nil) else { return nil }
    return emitPair(Addition(isInteger: isInteger), [views[0], negated])
  }

  /// Both operands in one shape; nil after reporting or asking for a layout.
  private mutating func broadcast(_ first: ActivationView, _ second: ActivationView) -> [ActivationView]? {
    let rank = max(first.axes.count, second.axes.count)
    var views = [first, second]
    for index in views.indices {
      views[index].axes = Array(repeating: [], count: rank - views[index].axes.count) + views[index].axes
    }
    let shapes = views.map(\.modelShape)
    let differing = (0..<rank).filter { shapes[0][$0] != shapes[1][$0] }
    guard differing.allSatisfy({ min(shapes[0][$0], shapes[1][$0]) == 1 }) else {
      report("its operands have shapes \(first.modelShape) and \(second.modelShape), which do not fit each other")
      return nil
    }
    guard !differing.isEmpty else { return views }
    for index in views.indices {
      guard let view = settled(views[index], changing: Set(differing)) else { return nil }
      views[index] = view
    }
    for place in differing {
      let small = shapes[0][place] == 1 ? 0 : 1
      // The axis is where the larger operand has it.
      guard var axis = streamAxis(of: place, in: &views[1 - small]) else { return nil }
      if views[small].shape[axis] != 1 {
        guard let aligned = aligned([views[1 - small], views[small]], place: place), let common = aligned.axis else {
          return nil
        }
        (views[1 - small], views[small], axis) = (aligned.views[0], aligned.views[1], common)
      }
      let repetition = Repetition(axis: axis, factor: views[1 - small].shape[axis])
      guard let next = emitResizing(repetition, reading: views[small], place: place, axis: axis) else { return nil }
      views[small] = next
    }
    return views
  }
}
