import Layers
import ONNX
import Support

extension LayoutOperators {
  static let reshapes: [OperatorImport] = [
    OperatorImport("Flatten", attributes: ["axis"], flatten),
    OperatorImport("Reshape", attributes: ["allowzero"], reshape),
    OperatorImport("Transpose", attributes: ["perm"], transpose),
    OperatorImport("Squeeze", attributes: ["axes"], squeeze),
    OperatorImport("Unsqueeze", attributes: ["axes"], unsqueeze),
  ]

  @Sendable private static func flatten(_ context: inout ImportContext) {
    let axis = context.integer("axis", default: 1)
    guard let view = context.activation(0) else { return }
    let rank = view.axes.count
    guard (-rank...rank).contains(axis) else { return context.report("axis \(axis) is not one of rank \(rank)") }
    let place = axis < 0 ? axis + rank : axis
    var result = view
    result.isDequantized = false
    result.isFlattened = true
    result.axes = [view.axes[..<place].flatMap { $0 }, view.axes[place...].flatMap { $0 }]
    context.setView(result)
  }

  @Sendable private static func reshape(_ context: inout ImportContext) {
    let keepsZeros = context.integer("allowzero", default: 0) != 0
    let target = context.constant(1, "shape's extents")
    guard let view = context.activation(0), let target else { return }
    guard let extents = target.integers, target.shape.count == 1 else {
      return context.report("its shape is not a list of integers")
    }
    do throws(ShapeDefect) {
      let shape = try resolve(extents, of: view.modelShape, keepsZeros: keepsZeros, batch: context.fixedBatch)
      if let result = context.reshaped(view, to: shape) { context.setView(result) }
    } catch { context.report(error.message) }
  }

  @Sendable private static func transpose(_ context: inout ImportContext) {
    let order = context.integers("perm")
    guard var view = context.activation(0) else { return }
    let permutation = order ?? view.axes.indices.reversed()
    guard permutation.sorted() == Array(view.axes.indices) else {
      return context.report("attribute 'perm' is \(permutation); an order of \(view.axes.count) axes is expected")
    }
    if let batch = context.fixedBatch, permutation.first != 0 {
      return context.report("it moves the batch of \(batch) samples, which are computed one by one")
    }
    view.axes = permutation.map { view.axes[$0] }
    context.setView(view)
  }

  @Sendable private static func squeeze(_ context: inout ImportContext) {
    let given = context.axes()
    guard var view = context.activation(0), given != .unreadable else { return }
    let rank = view.axes.count
    var places = Set(view.axes.indices.filter { view.axes[$0].isEmpty })
    if case .some(let axes) = given {
      guard let chosen = context.places(axes, rank: rank) else { return }
      guard chosen.isSubset(of: places) else {
        return context.report("it removes axes \(axes) of shape \(view.modelShape); those of extent 1 can be removed")
      }
      places = chosen
    }
    view.axes = view.axes.indices.filter { !places.contains($0) }.map { view.axes[$0] }
    context.setView(view)
  }

  @Sendable private static func unsqueeze(_ context: inout ImportContext) {
    let given = context.axes()
    guard var view = context.activation(0), given != .unreadable else { return }
    guard case .some(let axes) = given else { return context.report("its axes are missing") }
    guard let places = context.places(axes, rank: view.axes.count + axes.count) else { return }
    for place in places.sorted() { view.axes.insert([], at: place) }
    context.setView(view)
  }
}

/// Axes that a node names by attribute (before opset 13) or by input.
enum GivenAxes: Equatable {
  case some([Int])
  case all
  case unreadable
}

extension ImportContext {
  /// The result of an operator that is only a view.
  mutating func setView(_ view: ActivationView) {
    var result = view
    result.isViewed = true
    result.isMoved = true
    setOutput(.activation(result))
  }

  mutating func axes() -> GivenAxes {
    if opset < 13 { return integers("axes").map { .some($0) } ?? .all }
    if current.attributes["axes"] != nil {
      report("attribute 'axes' is given; since opset 13 it is input 1")
      return .unreadable
    }
    guard value(1) != nil else { return .all }
    guard let tensor = constant(1, "axes") else { return .unreadable }
    guard let axes = tensor.integers, tensor.shape.count <= 1 else {
      report("its axes are not a list of integers")
      return .unreadable
    }
    return .some(axes)
  }
}
