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
      OperatorImport("CastLike", attributes: ["round_mode", "saturate"], cast),
      OperatorImport("Shape", attributes: ["end", "start"]) { context in
        guard let view = context.activation(0) else { return }
        context.setOutput(.constant(context.shapeTensor(of: view.modelShape)))
      },
      OperatorImport("Size") { context in
        guard let view = context.activation(0) else { return }
        context.setOutput(.constant(ONNXTensor(type: .int64, shape: [], elements: .integer([Int64(view.shape.count)]))))
      },
      OperatorImport("Softmax", attributes: ["axis"], softmax),
      OperatorImport("LogSoftmax", attributes: ["axis"], softmax),
    ] + reshapes + blocks

  @Sendable private static func pass(_ context: inout ImportContext) {
    if let view = context.activation(0) { context.setOutput(.activation(view)) }
  }

  /// A change between floating-point types is none: networks compute in formats of their own.
  @Sendable private static func cast(_ context: inout ImportContext) {
    guard let to = context.targetType() else { return }
    if case .activation(var view)? = context.value(0), let coding = view.coding, to.isReal {
      // The integers themselves as real numbers.
      view.coding = nil
      if coding == ActivationView.Coding(scale: 1, zeroPoint: 0) { return context.setOutput(.activation(view)) }
      return context.emitAffine(
        view, scale: [1 / Double(coding.scale)], shift: [Double(coding.zeroPoint)], axis: nil)
    }
    guard to.isReal else {
      return context.report(
        "it casts what the network computes to '\(to.rawValue)'; floating-point types are supported")
    }
    pass(&context)
  }

  /// Integers in units of a scale: the end of an operator on integers; see `Expansion`.
  @Sendable private static func codes(_ context: inout ImportContext) {
    guard var view = context.activation(0), let scale = context.scales(1)?.reals.first else { return }
    view.coding = .init(scale: Float(scale), zeroPoint: 0)
    context.setOutput(.activation(view))
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

extension ImportContext {
  /// The type that a cast makes: an attribute's, or that of another operand; nil after reporting that it is none.
  fileprivate mutating func targetType() -> ElementType? {
    guard current.kind == "CastLike" else {
      let code = integer("to", default: 0)
      if let type = ElementType.coded(code) { return type }
      unsupported("to", found: "\(code)", supported: "1, 10, 11 and 16 (floating-point types) are supported")
      return nil
    }
    if case .activation(let view)? = value(1) { return view.coding == nil ? .float32 : .int32 }
    return constant(1, "types")?.type
  }
}
