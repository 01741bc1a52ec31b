import NetworkIR
import ONNX
import Support

extension Dense: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport("Gemm", attributes: ["alpha", "beta", "transA", "transB"], gemm),
      OperatorImport("MatMul", matmul),
    ]
  }

  @Sendable private static func gemm(_ context: inout ImportContext) {
    let alpha = context.real("alpha", default: 1)
    let beta = context.real("beta", default: 1)
    let transposesInput = context.integer("transA", default: 0) != 0
    let transposesWeights = context.integer("transB", default: 0) != 0
    let weights = context.weights(1, "weights")
    guard var view = context.activation(0), let weights else { return }
    guard view.axes.count == 2 else {
      return context.report("its input has shape \(view.modelShape); batch and features are expected")
    }
    if transposesInput { view.axes.reverse() }
    guard let rows = matrix(weights, outputsFirst: transposesWeights, &context),
      let view = context.vectorView(view, count: rows.inputs)
    else { return }
    var bias: [Double]?
    var isFloat = false
    if context.value(2) != nil {
      guard let tensor = context.weights(2, "bias") else { return }
      guard [[], [1], [rows.outputs], [1, 1], [1, rows.outputs]].contains(tensor.shape) else {
        return context.report("its bias has shape \(tensor.shape); [\(rows.outputs)] is expected")
      }
      let values = tensor.reals
      isFloat = tensor.grid == nil && view.isDequantized
      bias = (0..<rows.outputs).map { beta * values[values.count == 1 ? 0 : $0] }
    }
    emit(rows, scaled: alpha, bias: bias, roundsBias: isFloat, reading: view, axes: [nil, .channels], &context)
  }

  @Sendable private static func matmul(_ context: inout ImportContext) {
    if case .constant? = context.value(0), case .activation? = context.value(1) {
      return context.report("its first factor is a constant; the network's value is expected there")
    }
    let weights = context.weights(1, "weights")
    guard let view = context.activation(0), let weights else { return }
    guard let rows = matrix(weights, outputsFirst: false, &context) else { return }
    if view.axes.dropLast().contains(where: { !$0.isEmpty }) {
      return Convolution.pointwise(
        rows.values, outputs: rows.outputs, inputs: rows.inputs, grid: rows.grid, view, &context)
    }
    guard let ready = context.vectorView(view, count: rows.inputs) else { return }
    let axes: [StreamAxis?] = view.axes.dropLast().map { _ in nil } + [.channels]
    // What is added next is fused into one operator.
    emit(rows, scaled: 1, bias: nil, roundsBias: view.isDequantized, reading: ready, axes: axes, &context)
  }

  /// A matrix with one row an output.
  private struct Matrix {
    var outputs: Int
    var inputs: Int
    var values: [Double]
    var grid: WeightGrid?
  }

  private static func matrix(
    _ tensor: ONNXTensor, outputsFirst: Bool, _ context: inout ImportContext
  ) -> Matrix? {
    guard tensor.shape.count == 2, tensor.shape.allSatisfy({ $0 > 0 }) else {
      context.report("its weights have shape \(tensor.shape); 2 positive extents are expected")
      return nil
    }
    let (first, second) = (tensor.shape[0], tensor.shape[1])
    let (outputs, inputs) = outputsFirst ? (first, second) : (second, first)
    func rows<T>(_ elements: [T]) -> [T] {
      if outputsFirst { return elements }
      return (0..<outputs).flatMap { output in (0..<inputs).map { elements[$0 * outputs + output] } }
    }
    let values = rows(tensor.reals)
    var grid: WeightGrid?
    if let stated = tensor.grid {
      let steps = rows(stated.steps)
      let places = (0..<outputs).map { $0 * inputs..<($0 + 1) * inputs }
      grid = context.weightGrid(places.map { steps[$0] }, values: places.map { values[$0] }, float: stated.float)
      if grid == nil { return nil }
    }
    return Matrix(outputs: outputs, inputs: inputs, values: values, grid: grid)
  }

  /// Adds the product, its weights in the order in which the vector streams.
  private static func emit(
    _ rows: Matrix, scaled alpha: Double, bias: [Double]?, roundsBias: Bool, reading view: ActivationView,
    axes: [StreamAxis?], _ context: inout ImportContext
  ) {
    let positions = view.streamPositions
    var weights = [Float](repeating: 0, count: rows.values.count)
    for output in 0..<rows.outputs {
      let base = output * rows.inputs
      for (input, position) in positions.enumerated() {
        weights[base + position] = Float(alpha * rows.values[base + input])
      }
    }
    guard weights.allSatisfy(\.isFinite), bias?.allSatisfy({ Float($0).isFinite }) ?? true else {
      return context.report("'alpha' or 'beta' makes a weight that no 32-bit float holds")
    }
    let tensor = Tensor(shape: [rows.outputs, rows.inputs], values: weights)
    // A factor that is no power of two, or not positive, leaves no exact codes.
    let isExact = alpha > 0 && alpha.significand == 1
    let grid =
      isExact ? rows.grid.map { WeightGrid(scales: $0.scales.map { $0 * Float(alpha) }, float: $0.float) } : nil
    let operation = Dense(weights: tensor, bias: bias?.map { Float($0) }, grid: grid, roundsBias: roundsBias)
    if let result = context.emit(operation, reading: [view], axes: axes) {
      context.setOutput(.activation(result))
    }
  }
}

extension ImportContext {
  /// The view as a vector: all axes but the last are of extent 1, and the tensor is one pixel.
  mutating func vectorView(_ view: ActivationView, count: Int) -> ActivationView? {
    guard view.axes.dropLast().allSatisfy(\.isEmpty), let last = view.axes.last, view.extent(last) == count else {
      report("its input has shape \(view.modelShape); its weights take a vector of \(count)")
      return nil
    }
    if view.shape.pixels > 1, let order = view.inputOrder, layout == nil {
      ask(view, [.channels: order])
      return nil
    }
    return flatten(view)
  }
}
