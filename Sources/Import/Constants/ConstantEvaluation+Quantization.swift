import Arithmetic
import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Quantizers of constants: the results know the codes that they stand for.
  static let quantization: [String: Evaluation] = Dictionary(
    uniqueKeysWithValues: QONNXQuantizer.allCases.map { quantizer in
      (
        quantizer.name,
        Evaluation(quantizer.attributes) { context in
          guard let terms = quantizer.terms(&context), let tensor = context.weights(0, "operands") else { return nil }
          return quantized(tensor, terms, &context)
        }
      )
    } + [
      ("QuantizeLinear", Evaluation(QDQ.quantizeAttributes, codes)),
      ("DequantizeLinear", Evaluation(["axis", "block_size", "output_dtype"], dequantize)),
    ])

  /// The codes of constants, as integers.
  @Sendable private static func codes(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 1)
    guard let (found, type) = QDQ.terms(&context), let tensor = context.weights(0, "operands") else { return nil }
    var terms = found
    if terms.scales.count > 1 {
      guard let place = context.axis(axis, rank: tensor.shape.count) else { return nil }
      // One scale an index of the axis, broadcast over the others.
      var shape = tensor.shape.map { _ in 1 }
      shape[place] = terms.scales.count
      terms.scales = terms.scales.reshaped(shape)
    }
    guard let values = quantized(tensor, terms, &context) else { return nil }
    let pairs = Broadcast(tensor.shape, terms.scales.shape)
    let scales = terms.scales.reals
    let zeros = terms.zeroPoints
    let integers = pairs?.map { element, scale in
      Int64((values.reals[element] / scales[scale]).rounded()) + Int64(zeros[zeros.count == 1 ? 0 : scale])
    }
    return ONNXTensor(type: type, shape: tensor.shape, elements: .integer(integers ?? []))
  }

  /// Every element rounded with the scale and zero point that broadcasting gives it.
  private static func quantized(
    _ tensor: ONNXTensor, _ terms: QuantizerTerms, _ context: inout ImportContext
  ) -> ONNXTensor? {
    guard let pairs = Broadcast(tensor.shape, terms.scales.shape),
      pairs.shape.reduce(1, *) == tensor.count
    else {
      context.report("its scale has shape \(terms.scales.shape), which does not fit its operand's \(tensor.shape)")
      return nil
    }
    let scales = terms.scales.reals.map { Float($0) }
    let quantizers = scales.indices.compactMap { index in
      terms.checked(terms.make(scales[index], terms.zeroPoints[terms.zeroPoints.count == 1 ? 0 : index]), &context)
    }
    guard quantizers.count == scales.count, let first = quantizers.first else { return nil }
    let values = tensor.reals
    let results = pairs.map { element, scale in
      let quantizer = quantizers[scale]
      return (Double(quantizer.value(of: quantizer.level(Float(values[element])))), quantizer.step)
    }
    guard results.allSatisfy({ $0.0.isFinite }) else {
      context.report("its scale makes a number that no 32-bit float holds")
      return nil
    }
    return ONNXTensor(
      type: .float32, shape: tensor.shape, elements: .real(results.map(\.0)),
      grid: ValueGrid(steps: results.map(\.1), float: first.floatWidths))
  }

  /// `(x - zero point) * scale`, for the whole tensor or along one axis.
  @Sendable private static func dequantize(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 1)
    let block = context.integer("block_size", default: 0)
    if block != 0 { context.unsupported("block_size", found: "\(block)", supported: "0 is supported") }
    guard let tensor = context.constant(0, "codes"), let scale = context.weights(1, "scales") else { return nil }
    guard case .integer(let codes) = tensor.elements else {
      context.report("its codes are of type '\(tensor.type.rawValue)'; an integer type is expected")
      return nil
    }
    var zeros = [Int64](repeating: 0, count: scale.count)
    if context.value(2) != nil {
      guard let points = context.constant(2, "zero points") else { return nil }
      guard case .integer(let values) = points.elements, values.count == scale.count else {
        context.report("its zero points do not match its scales")
        return nil
      }
      zeros = values
    }
    var inner = codes.count
    if scale.count != 1 {
      guard let place = context.axis(axis, rank: tensor.shape.count) else { return nil }
      guard scale.shape == [tensor.shape[place]] else {
        context.report("its scales have shape \(scale.shape); [\(tensor.shape[place])] is expected")
        return nil
      }
      inner = tensor.shape[(place + 1)...].reduce(1, *)
    }
    let scales = scale.reals
    func place(_ index: Int) -> Int { scales.count == 1 ? 0 : index / inner % scales.count }
    let values = codes.enumerated().map { index, code in
      scale.type.held((Double(code) - Double(zeros[place(index)])) * scales[place(index)])
    }
    // Scales that no quantizer may have leave the values as plain numbers.
    let isGrid = scales.allSatisfy { $0 >= Double(Float.leastNormalMagnitude) }
    return ONNXTensor(
      type: scale.type, shape: tensor.shape, elements: .real(values),
      grid: isGrid ? ValueGrid(steps: codes.indices.map { Float(scales[place($0)]) }) : nil)
  }
}
