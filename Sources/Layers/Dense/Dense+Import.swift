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
    guard let rows = matrix(weights, outputsFirst: transposesWeights, &context) else { return }
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
    emit(rows, scaled: alpha, bias: bias, roundsBias: isFloat, reading: view, &context)
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
      // What is added next is fused into one operator.
      var result = emit(rows, scaled: 1, bias: nil, roundsBias: view.isDequantized, reading: view, &context)
    else { return }
    if isVector { result.axes.removeLast() }
    if isLeft, rank > 1, !isVector { result.axes.swapAt(rank - 1, rank - 2) }
    context.setOutput(.activation(result))
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

  /// Adds the product of the last axis, its weights in the order in which that streams: of a vector, or of every pixel.
  private static func emit(
    _ rows: Matrix, scaled alpha: Double, bias: [Double]?, roundsBias: Bool, reading view: ActivationView,
    _ context: inout ImportContext
  ) -> ActivationView? {
    guard let view = context.lastAxisView(view, count: rows.inputs) else { return nil }
    let place = view.axes.count - 1
    let indices = view.channelIndices(axis: place)
    let weights = (0..<rows.outputs).flatMap { output in
      indices.map { Float(alpha * rows.values[output * rows.inputs + $0]) }
    }
    guard weights.allSatisfy(\.isFinite), bias?.allSatisfy({ Float($0).isFinite }) ?? true else {
      context.report("'alpha' or 'beta' makes a weight that no 32-bit float holds")
      return nil
    }
    // A factor that is no power of two, or not positive, leaves no exact codes.
    let isExact = alpha > 0 && alpha.significand == 1
    let grid =
      isExact ? rows.grid.map { WeightGrid(scales: $0.scales.map { $0 * Float(alpha) }, float: $0.float) } : nil
    let offsets = bias?.map { Float($0) }
    let isVector = view.shape.pixels == 1
    let shape = [rows.outputs] + (isVector ? [] : [1, 1]) + [rows.inputs]
    let tensor = Tensor(shape: shape, values: weights)
    let operation: any NetworkOperation =
      isVector
      ? Dense(weights: tensor, bias: offsets, grid: grid, roundsBias: roundsBias)
      : Convolution(geometry: Geometry(), groups: 1, weights: tensor, bias: offsets, grid: grid, roundsBias: roundsBias)
    return context.emit(operation, reading: [view], axes: [])
      .map { view.resized(place, along: .channels, tensor: $0.tensor, shape: $0.shape) }
  }
}

extension ImportContext {
  /// The view with its last axis as the tensor's channels, in any order; a vector as one pixel.
  fileprivate mutating func lastAxisView(_ view: ActivationView, count: Int) -> ActivationView? {
    guard let last = view.axes.last, view.extent(last) == count else {
      report("its input has shape \(view.modelShape); its weights take a last axis of \(count)")
      return nil
    }
    if Set(last) == Set(view.places(of: .channels)) { return view }
    let place = view.axes.count - 1
    guard last.count == view.factors.count else {
      return askChannels(view, axis: place) ? nil : withChannels(view, place: place)
    }
    guard let order = view.inputOrder, layout == nil else { return flatten(view) }
    return arrangedOrAsked(view, [.channels: order])
  }
}
