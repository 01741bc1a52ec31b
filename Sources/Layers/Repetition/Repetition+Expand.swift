import NetworkIR
import ONNX
import Support

extension Repetition {
  static let expansions: [OperatorImport] = [OperatorImport("Expand", expand), OperatorImport("Tile", tile)]

  /// The most times that more than one index is repeated as a whole.
  private static let mostCopies = 64

  /// Axes of extent 1 grow to those of a shape; the others stay.
  @Sendable private static func expand(_ context: inout ImportContext) {
    guard let view = context.activation(0), let target = context.neededList("shape", since: 8) else { return }
    guard target.count <= 64 else { return context.report("its shape has \(target.count) axes; 64 are supported") }
    var wide = view
    wide.axes = Array(repeating: [], count: max(0, target.count - view.axes.count)) + view.axes
    var extents = Array(repeating: 1, count: wide.axes.count - target.count) + target
    if let batch = context.fixedBatch, extents.first == batch, wide.axes[0].isEmpty { extents[0] = 1 }
    let own = wide.modelShape
    guard zip(own, extents).allSatisfy({ $0 == $1 || $1 == 1 || $0 == 1 && $1 > 0 }) else {
      return context.report("its shape \(target) does not fit \(view.modelShape)")
    }
    repeated(wide, zip(own, extents).map { $0 == 1 ? $1 : 1 }, &context)
  }

  @Sendable private static func tile(_ context: inout ImportContext) {
    guard let view = context.activation(0), let repeats = context.neededList("repeats", since: 6) else { return }
    guard repeats.count == view.axes.count, repeats.allSatisfy({ $0 > 0 }) else {
      return context.report(
        "it repeats \(view.modelShape) \(repeats) times; one positive number for each axis is expected")
    }
    repeated(view, repeats, &context)
  }

  private static func repeated(_ view: ActivationView, _ factors: [Int], _ context: inout ImportContext) {
    let places = factors.indices.filter { factors[$0] > 1 }
    guard !places.isEmpty else { return context.setOutput(.activation(view)) }
    guard var result = context.settled(view, changing: Set(places)) else { return }
    for place in places {
      guard let axis = context.streamAxis(of: place, in: &result) else { return }
      let isOne = result.axes[place].isEmpty
      guard factors[place] <= (isOne ? Geometry.longest : mostCopies) else {
        return context.report("it repeats axis \(place) \(factors[place]) times; up to \(mostCopies) are supported")
      }
      let made =
        isOne
        ? context.emitResizing(
          Repetition(axis: axis, factor: factors[place]), reading: result, place: place, axis: axis)
        : context.emitResizing(
          Concatenation(axis: axis), reading: Array(repeating: result, count: factors[place]), place: place, axis: axis)
      guard let made else { return }
      result = made
    }
    context.setOutput(.activation(result))
  }
}

extension ImportContext {
  /// The integers of input 1; nil after reporting that there are none.
  fileprivate mutating func neededList(_ name: String, since version: Int) -> [Int]? {
    let list = integerList(name, input: 1, since: version)
    if list == nil, value(1) == nil { report("it states no \(name)") }
    return list
  }
}
