import NetworkIR
import ONNX
import Support

extension Convolution: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport(
        "Conv", attributes: ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"], convolution),
      OperatorImport(
        "ConvTranspose",
        attributes: [
          "auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape", "pads", "strides",
        ], transposed),
    ]
  }

  @Sendable private static func convolution(_ context: inout ImportContext) {
    let groups = context.integer("group", default: 1)
    let window = WindowAttributes(&context)
    let weights = context.weights(1, "weights")
    guard let view = context.image(0), let weights, let window else { return }
    let spatial = view.axes.count - 2
    guard weights.shape.count == spatial + 2, weights.shape.allSatisfy({ $0 > 0 }) else {
      return context.report("its weights have shape \(weights.shape); \(spatial + 2) positive extents are expected")
    }
    let kernel = Array(weights.shape.dropFirst(2))
    if let stated = window.kernel, stated != kernel {
      return context.report("attribute 'kernel_shape' is \(stated); its weights have \(kernel)")
    }
    guard groups > 0, weights.shape[0] % groups == 0 else {
      return context.report("attribute 'group' is \(groups); a divisor of the \(weights.shape[0]) channels is expected")
    }
    guard let geometry = window.geometry(kernel, of: view, &context) else { return }
    var isFloat = false
    if case .constant(let tensor)? = context.value(2) { isFloat = tensor.grid == nil && view.isDequantized }
    let bias = context.vector(2, "bias", count: weights.shape[0])
    if context.value(2) != nil, bias == nil { return }
    var grid: WeightGrid?
    if let stated = weights.grid {
      let values = weights.reals
      let terms = values.count / weights.shape[0]
      let places = (0..<weights.shape[0]).map { $0 * terms..<($0 + 1) * terms }
      grid = context.weightGrid(
        places.map { stated.steps[$0] }, values: places.map { values[$0] }, float: stated.float)
      if grid == nil { return }
    }
    let operation = Convolution(
      geometry: geometry, groups: groups,
      weights: channelLast(weights, rows: geometry.rows.kernel, columns: geometry.columns.kernel),
      bias: bias?.map { Float($0) }, grid: grid, roundsBias: isFloat)
    if let result = context.emit(operation, reading: [view], axes: view.imageAxes) {
      context.setOutput(.activation(result))
    }
  }

  /// Moves the input channels, second in the file, behind the kernel's rows and columns.
  private static func channelLast(_ tensor: ONNXTensor, rows: Int, columns: Int) -> Tensor<Float> {
    let (outputs, inputs, taps) = (tensor.shape[0], tensor.shape[1], rows * columns)
    let values = tensor.reals
    var result = [Float](repeating: 0, count: values.count)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<taps {
          result[(output * taps + tap) * inputs + input] = Float(values[(output * inputs + input) * taps + tap])
        }
      }
    }
    return Tensor(shape: [outputs, rows, columns, inputs], values: result)
  }
}
