import Arithmetic
import NetworkIR
package import ONNX
import Support

/// ONNX's own quantizers: codes of integer types beside scales and zero points.
package enum QDQ {
  package static let quantizeAttributes: Set<String> = ["axis", "block_size", "output_dtype", "precision", "saturate"]

  static let imports: [OperatorImport] = [
    OperatorImport("QuantizeLinear", attributes: quantizeAttributes, quantize),
    OperatorImport("DequantizeLinear", attributes: ["axis", "block_size", "output_dtype"], dequantize),
  ]

  /// The current `QuantizeLinear`'s terms and the type of its codes; nil after reporting what does not fit.
  package static func terms(_ context: inout ImportContext) -> (QuantizerTerms, ElementType)? {
    let block = context.integer("block_size", default: 0)
    if block != 0 { context.unsupported("block_size", found: "\(block)", supported: "0 is supported") }
    var type = ElementType.uint8
    let stated = context.integer("output_dtype", default: 0)
    if stated != 0 {
      guard let found = ElementType.coded(stated) else {
        context.unsupported("output_dtype", found: "\(stated)", supported: "integers of 4, 8 and 16 bits are supported")
        return nil
      }
      type = found
    }
    if context.value(2) != nil {
      guard let points = context.constant(2, "zero points") else { return nil }
      type = points.type
    }
    guard let range = type.quantizedRange else {
      context.report("its codes are of type '\(type.rawValue)'; integers of 4, 8 and 16 bits are supported")
      return nil
    }
    let terms = QuantizerTerms(&context, scale: 1, zeroPoint: 2) { scale, zeroPoint in
      Quantization(
        lowest: range.lowest, highest: range.highest, scale: scale, zeroPoint: zeroPoint, scalesSums: true)
    }
    return terms.map { ($0, type) }
  }

  @Sendable private static func quantize(_ context: inout ImportContext) {
    guard let (terms, _) = terms(&context), var quantization = terms.single(&context),
      let view = context.activation(0)
    else { return }
    quantization.endsOperator = !view.isFlattened
    quantization.readsLayer = !view.isMoved
    guard view.last == nil else { return context.dropQuantizer(view) }
    guard var result = context.emitElementwise(quantization, reading: [view]) else { return }
    result.coding = .init(scale: quantization.step, zeroPoint: quantization.zeroPoint)
    context.setOutput(.activation(result))
  }

  /// The values of codes; nothing to do where the scale and zero point are those that they were made with.
  @Sendable private static func dequantize(_ context: inout ImportContext) {
    let axis = context.integer("axis", default: 1)
    let block = context.integer("block_size", default: 0)
    if block != 0 { context.unsupported("block_size", found: "\(block)", supported: "0 is supported") }
    guard
      let terms = QuantizerTerms(
        &context, scale: 1, zeroPoint: 2, { Quantization(lowest: 0, highest: 1, scale: $0, zeroPoint: $1) }),
      var view = context.activation(0)
    else { return }
    if view.last != nil { return context.setOutput(.activation(view)) }
    guard let coding = view.coding else {
      return context.report("it reads real numbers; the codes of a quantizer are expected")
    }
    let scales = terms.scales.reals
    view.coding = nil
    view.isDequantized = true
    let zeroPoints = scales.indices.map { terms.zeroPoints[terms.zeroPoints.count == 1 ? 0 : $0] }
    if scales.allSatisfy({ Float($0) == coding.scale }), zeroPoints.allSatisfy({ $0 == coding.zeroPoint }) {
      return context.setOutput(.activation(view))
    }
    var place: Int?
    if scales.count > 1 {
      guard let found = context.axis(axis, rank: view.axes.count) else { return }
      guard view.extent(view.axes[found]) == scales.count else {
        return context.report("it has \(scales.count) scales for an axis of \(view.extent(view.axes[found]))")
      }
      place = found
    }
    // code = value / scale + zero point
    context.emitAffine(
      view, scale: scales.map { $0 / Double(coding.scale) },
      shift: zip(scales, zeroPoints).map { $0 * Double(coding.zeroPoint - $1) }, axis: place)
  }
}

extension ImportContext {
  /// A quantizer after a softmax that is dropped goes with it.
  mutating func dropQuantizer(_ view: ActivationView) {
    note("it quantizes the result of '\(view.last ?? "")', which is dropped; so is this")
    setOutput(.activation(view))
  }
}
