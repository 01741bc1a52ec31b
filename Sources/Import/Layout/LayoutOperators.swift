import Layers
import ONNX
import Support

/// Operators that only change how the model sees a tensor: they make no hardware.
enum LayoutOperators {
  static let all: [OperatorImport] =
    [
      OperatorImport("Identity", pass),
      OperatorImport("Dropout", attributes: ["is_test", "ratio", "seed"]) { context in
        context.expectOneOutput()
        let mode = context.value(2) == nil ? nil : context.constant(2, "training mode")
        guard mode?.reals.allSatisfy({ $0 == 0 }) ?? true else {
          return context.report("its training mode is on; off is supported")
        }
        pass(&context)
      },
      OperatorImport("Cast", attributes: ["round_mode", "saturate", "to"], cast),
      OperatorImport(Expansion.codes, codes),
      OperatorImport("Shape", attributes: ["end", "start"], shape),
      OperatorImport("Softmax", attributes: ["axis"], softmax),
      OperatorImport("LogSoftmax", attributes: ["axis"], softmax),
    ] + reshapes + blocks

  @Sendable private static func pass(_ context: inout ImportContext) {
    if let view = context.activation(0) { context.setOutput(.activation(view)) }
  }

  /// A change between floating-point types is none: networks compute in formats of their own.
  @Sendable private static func cast(_ context: inout ImportContext) {
    let to = context.integer("to", default: 0)
    if case .activation(var view)? = context.value(0), let coding = view.coding, [1, 10, 11, 16].contains(to) {
      // The integers themselves as real numbers.
      view.coding = nil
      if coding == ActivationView.Coding(scale: 1, zeroPoint: 0) { return context.setOutput(.activation(view)) }
      return context.emitAffine(
        view, scale: [1 / Double(coding.scale)], shift: [Double(coding.zeroPoint)], axis: nil)
    }
    guard [1, 10, 11, 16].contains(to) else {
      return context.unsupported(
        "to", found: "\(to)", supported: "1, 10, 11 and 16 (floating-point types) are supported")
    }
    pass(&context)
  }

  /// Integers in units of a scale: the end of an operator on integers; see `Expansion`.
  @Sendable private static func codes(_ context: inout ImportContext) {
    guard var view = context.activation(0), let scale = context.scales(1)?.reals.first else { return }
    view.coding = .init(scale: Float(scale), zeroPoint: 0)
    context.setOutput(.activation(view))
  }

  @Sendable private static func shape(_ context: inout ImportContext) {
    let start = context.integer("start", default: 0)
    let end = context.integer("end", default: Int.max)
    guard let view = context.activation(0) else { return }
    let extents = view.modelShape
    func clamped(_ index: Int) -> Int { max(0, min(extents.count, index < 0 ? index + extents.count : index)) }
    let (first, last) = (clamped(start), clamped(end))
    context.setOutput(.constant(ONNXTensor(integers: Array(extents[first..<max(first, last)]))))
  }

  /// Dropped at the network's end: it does not change which class is the largest.
  @Sendable private static func softmax(_ context: inout ImportContext) {
    let axis = context.integer("axis", default: context.opset < 13 ? 1 : -1)
    guard var view = context.activation(0), let place = context.axis(axis, rank: view.axes.count) else { return }
    let covers = context.opset < 13 ? view.axes[place...].flatMap { $0 } : view.axes[place]
    if let batch = context.fixedBatch, place == 0 {
      return context.report("it runs along the batch of \(batch) samples, which are computed one by one")
    }
    guard covers.count == view.factors.count || Set(covers) == Set(view.places(of: .channels)) else {
      return context.unsupported("axis", found: "\(axis)", supported: "the axis of the channels is supported")
    }
    if let last = view.last { return context.report("it reads the result of '\(last)', which ends the network") }
    context.note("the final \(context.current.kind) is dropped; the largest output is the same without it")
    view.last = context.current.label
    context.setOutput(.activation(view))
  }
}
