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
    if context.value(2) != nil {
      guard let tensor = context.weights(2, "bias") else { return }
      guard [[], [1], [rows.outputs], [1, 1], [1, rows.outputs]].contains(tensor.shape) else {
        return context.report("its bias has shape \(tensor.shape); [\(rows.outputs)] is expected")
      }
      let values = tensor.reals
      bias = (0..<rows.outputs).map { beta * values[values.count == 1 ? 0 : $0] }
    }
    emit(rows, scaled: alpha, bias: bias, reading: view, axes: [nil, .channels], &context)
      .map { context.setOutput(.activation($0)) }
  }

  @Sendable private static func matmul(_ context: inout ImportContext) {
    let isLeft = if case .constant? = context.value(0) { true } else { false }
    let weights = context.weights(isLeft ? 0 : 1, "weights")
    guard var view = context.activation(isLeft ? 1 : 0), let weights else { return }
    let rank = view.axes.count
    let isVector = weights.shape.count == 1
    // Axes of extent 1 in front, which broadcasting adds or drops; a vector is a row on the left, else a column.
    guard weights.shape.count <= max(rank, 2), weights.shape.dropLast(2).allSatisfy({ $0 == 1 }) else {
      return context.report("its weights have shape \(weights.shape); a matrix or a vector is supported")
    }
    let shape = isVector ? isLeft ? [1] + weights.shape : weights.shape + [1] : Array(weights.shape.suffix(2))
    let factor = ONNXTensor(type: weights.type, shape: shape, elements: weights.elements, grid: weights.grid)
    // A matrix on the left multiplies the last axis but one: transposed, the factors are the other way round.
    if isLeft, rank > 1 {
      if rank == 2, view.axes[0].isEmpty {
        return context.report("its first factor multiplies the batch, whose samples are computed one by one")
      }
      view.axes.swapAt(rank - 1, rank - 2)
    }
    guard let rows = matrix(factor, outputsFirst: isLeft, &context),
      var result = product(of: rows, view, &context)
    else { return }
    if isVector { result.axes.removeLast() }
    if isLeft, rank > 1, !isVector { result.axes.swapAt(rank - 1, rank - 2) }
    context.setOutput(.activation(result))
  }

  /// The product along the last axis.
  private static func product(
    of rows: Matrix, _ view: ActivationView, _ context: inout ImportContext
  ) -> ActivationView? {
    if view.axes.dropLast().contains(where: { !$0.isEmpty }) {
      return Convolution.pointwise(
        rows.values, outputs: rows.outputs, inputs: rows.inputs, grid: rows.grid, view, &context)
    }
    guard let ready = context.vectorView(view, count: rows.inputs) else { return nil }
    let axes: [StreamAxis?] = view.axes.dropLast().map { _ in nil } + [.channels]
    return emit(rows, scaled: 1, bias: nil, reading: ready, axes: axes, &context)
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
    _ rows: Matrix, scaled alpha: Double, bias: [Double]?, reading view: ActivationView, axes: [StreamAxis?],
    _ context: inout ImportContext
  ) -> ActivationView? {
    let positions = view.streamPositions
    var weights = [Float](repeating: 0, count: rows.values.count)
    for output in 0..<rows.outputs {
      let base = output * rows.inputs
      for (input, position) in positions.enumerated() {
        weights[base + position] = Float(alpha * rows.values[base + input])
      }
    }
    guard weights.allSatisfy(\.isFinite), bias?.allSatisfy({ Float($0).isFinite }) ?? true else {
      context.report("'alpha' or 'beta' makes a weight that no 32-bit float holds")
      return nil
    }
    let tensor = Tensor(shape: [rows.outputs, rows.inputs], values: weights)
    // A factor that is no power of two, or not positive, leaves no exact codes.
    let isExact = alpha > 0 && alpha.significand == 1
    let grid =
      isExact ? rows.grid.map { WeightGrid(scales: $0.scales.map { $0 * Float(alpha) }, float: $0.float) } : nil
    let operation = Dense(weights: tensor, bias: bias?.map { Float($0) }, grid: grid)
    return context.emit(operation, reading: [view], axes: axes)
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
