import Layers
import ONNX
import Support

/// Operators that trade channels for rows and columns.
extension LayoutOperators {
  static let blocks: [OperatorImport] = [
    OperatorImport("DepthToSpace", attributes: ["blocksize", "mode"], depthToSpace),
    OperatorImport("SpaceToDepth", attributes: ["blocksize"], spaceToDepth),
  ]

  @Sendable private static func depthToSpace(_ context: inout ImportContext) {
    let mode = context.text("mode", default: "DCR")
    guard let (view, shape, size) = operands(&context) else { return }
    guard ["CRD", "DCR"].contains(mode) else {
      return context.unsupported("mode", found: "'\(mode)'", supported: "'DCR' and 'CRD' are supported")
    }
    guard shape[1].isMultiple(of: size * size) else {
      return context.report("its \(shape[1]) channels do not divide into blocks of \(size)x\(size)")
    }
    let channels = shape[1] / (size * size)
    // The batch, then the channels' parts, rows and columns.
    let isCRD = mode == "CRD"
    let parts = [shape[0]] + (isCRD ? [channels, size, size] : [size, size, channels]) + shape[2...]
    let (channel, row, column) = isCRD ? (1, 2, 3) : (3, 1, 2)
    context.regroup(view, parts, [[0], [channel], [4, row], [5, column]])
  }

  @Sendable private static func spaceToDepth(_ context: inout ImportContext) {
    guard let (view, shape, size) = operands(&context) else { return }
    guard shape[2].isMultiple(of: size), shape[3].isMultiple(of: size) else {
      return context.report("its \(shape[2])x\(shape[3]) pixels do not divide into blocks of \(size)x\(size)")
    }
    let parts = [shape[0], shape[1], shape[2] / size, size, shape[3] / size, size]
    context.regroup(view, parts, [[0], [3, 5, 1], [2], [4]])
  }

  private static func operands(
    _ context: inout ImportContext
  ) -> (view: ActivationView, shape: [Int], size: Int)? {
    let size = context.integer("blocksize", default: 0)
    guard let view = context.activation(0) else { return nil }
    let shape = view.modelShape
    guard shape.count == 4, (1...1 << 15).contains(size) else {
      context.report("its input has shape \(shape), its blocksize is \(size); 4 axes and a positive size are expected")
      return nil
    }
    return (view, shape, size)
  }
}

extension ImportContext {
  /// Splits the model's axes into parts and makes each axis of the result of some of them.
  fileprivate mutating func regroup(_ view: ActivationView, _ parts: [Int], _ groups: [[Int]]) {
    guard var result = reshaped(view, to: parts) else { return }
    result.axes = groups.map { group in group.flatMap { result.axes[$0] } }
    setView(result)
  }
}
