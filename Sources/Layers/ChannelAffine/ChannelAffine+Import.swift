import NetworkIR
import ONNX
import Support

extension ChannelAffine: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport(
        "BatchNormalization", attributes: ["epsilon", "momentum", "spatial", "training_mode"], normalization)
    ]
      + ElementwiseArithmetic.allCases.map { operation in
        OperatorImport(operation.rawValue) { operation.run(&$0) }
      }
      + VariadicArithmetic.allCases.map { operation in
        OperatorImport(operation.rawValue) { operation.run(&$0) }
      } + [
        OperatorImport("Neg") { context in
          guard let view = context.activation(0) else { return }
          context.emitAffine(view, scale: [-1], shift: [0], axis: nil)
        }
      ]
  }

  @Sendable private static func normalization(_ context: inout ImportContext) {
    context.expectOneOutput()
    let epsilon = context.real("epsilon", default: 1e-5)
    for (name, expected) in [("spatial", 1), ("training_mode", 0)] {
      let found = context.integer(name, default: expected)
      if found != expected { context.unsupported(name, found: "\(found)", supported: "\(expected) is supported") }
    }
    guard let view = context.activation(0) else { return }
    guard view.axes.count >= 2 else {
      return context.report("its input has shape \(view.modelShape); batch and channels are expected")
    }
    let count = view.extent(view.axes[1])
    let vectors = [(1, "scales"), (2, "shifts"), (3, "means"), (4, "variances")].map { index, role in
      if context.value(index) == nil { context.report("its \(role) (input \(index)) are missing") }
      return context.vector(index, role, count: count)
    }
    guard let gamma = vectors[0], let beta = vectors[1], let mean = vectors[2], let variance = vectors[3] else {
      return
    }
    let deviations = variance.map { ($0 + epsilon).squareRoot() }
    guard deviations.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      return context.report("a variance plus 'epsilon' is not positive")
    }
    let scale = zip(gamma, deviations).map { $0 / $1 }
    let shift = zip(beta, zip(mean, scale)).map { $0 - $1.0 * $1.1 }
    context.emitAffine(view, scale: scale, shift: shift, axis: 1)
  }
}

extension ImportContext {
  /// Makes `scale * x + shift` the node's result; see `affine`.
  package mutating func emitAffine(
    _ view: ActivationView, scale: [Double], shift: [Double], axis: Int?, isBias: Bool = false
  ) {
    affine(view, scale: scale, shift: shift, axis: axis, isBias: isBias).map { setOutput(.activation($0)) }
  }

  /// Adds `scale * x + shift` with one value for each index of a model's axis, or one for all (`axis` nil).
  mutating func affine(_ view: ActivationView, scale: [Double], shift: [Double], axis: Int?, isBias: Bool = false)
    -> ActivationView?
  {
    guard let view = channelView(view, axis: axis) else { return nil }
    let indices = axis.map { view.channelIndices(axis: $0) } ?? Array(repeating: 0, count: view.shape.channels)
    let operation = ChannelAffine(
      scale: indices.map { Float(scale[$0]) }, shift: indices.map { Float(shift[$0]) }, isBias: isBias)
    guard (operation.scale + operation.shift).allSatisfy(\.isFinite) else {
      report("its constants make a factor or an offset that no 32-bit float holds")
      return nil
    }
    return emitElementwise(operation, reading: [view])
  }

  /// The view with the axis, where there is one, among the stream's channels.
  mutating func channelView(_ view: ActivationView, axis: Int?) -> ActivationView? {
    guard let axis, !view.axes[axis].isEmpty else { return view }
    let places = view.axes[axis]
    if Set(places).isSubset(of: view.places(of: .channels)) { return view }
    if askChannels(view, axis: axis) { return nil }
    if places.count == view.factors.count { return flatten(view) }
    return withChannels(view, place: axis)
  }
}

extension ActivationView {
  /// For every channel of the stream, the index along a model's axis that lies among the channels.
  func channelIndices(axis: Int) -> [Int] {
    var strides: [Int: Int] = [:]
    var stride = 1
    for place in axes[axis].reversed() {
      strides[place] = stride
      stride *= factors[place].extent
    }
    var indices = [0]
    for place in places(of: .channels) {
      let step = strides[place] ?? 0
      indices = indices.flatMap { base in (0..<factors[place].extent).map { base + $0 * step } }
    }
    return indices
  }
}
