import NetworkIR
import ONNX
import Support

extension Argmax: ImportableOperation {
  package static var imports: [OperatorImport] {
    [OperatorImport("ArgMax", attributes: ["axis", "keepdims", "select_last_index"], argmax)]
  }

  @Sendable private static func argmax(_ context: inout ImportContext) {
    let axis = context.integer("axis", default: 0)
    let keeps = context.integer("keepdims", default: 1) != 0
    let last = context.integer("select_last_index", default: 0)
    if last != 0 { return context.unsupported("select_last_index", found: "\(last)", supported: "0 is supported") }
    guard var view = context.activation(0) else { return }
    // A softmax before it changes nothing.
    view.last = nil
    guard let place = context.axis(axis, rank: view.axes.count) else { return }
    if view.axes[place].count == view.factors.count, view.shape.pixels > 1 {
      guard let flat = context.flatten(view) else { return }
      view = flat
    }
    guard view.axes[place] == view.places(of: .channels) else {
      if context.askChannels(view, axis: place) { return }
      return context.unsupported(
        "axis", found: "\(axis)", supported: "the axis of the channels is supported",
        notes: ["its input has shape \(view.modelShape) and streams as \(view.shape)"])
    }
    var others = view.axes
    others[place] = []
    guard let made = context.emit(Argmax(), reading: [view], axes: []) else { return }
    var result = made
    result.axes = others
    result.factors = view.factors.filter { $0.axis != .channels }
    if !keeps { result.axes.remove(at: place) }
    result.last = context.current.label
    context.setOutput(.activation(result))
  }
}
