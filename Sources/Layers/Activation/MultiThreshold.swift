internal import Arithmetic
import NetworkIR
import ONNX
import Support

/// QONNX's counted thresholds: a function of one element and the quantizer that it is.
///
/// Source: the operator's definition in the PyPI package `qonnx`, custom_op/general/multithreshold.py.
enum MultiThreshold {
  static let `operator` = OperatorImport(
    "qonnx.custom_op.general.MultiThreshold", attributes: ["data_layout", "out_bias", "out_dtype", "out_scale"], run)

  @Sendable private static func run(_ context: inout ImportContext) {
    let scale = Float(context.real("out_scale", default: 1))
    let bias = Float(context.real("out_bias", default: 0))
    guard let tensor = context.weights(1, "thresholds"), let view = context.activation(0),
      let place = channels(of: view, &context)
    else { return }
    guard tensor.shape.count == 2, tensor.shape[1] > 0, [1, view.extent(view.axes[place])].contains(tensor.shape[0])
    else {
      return context.report(
        "its thresholds have shape \(tensor.shape); a row for each of \(view.extent(view.axes[place])) channels, or one,"
          + " is expected")
    }
    let count = tensor.shape[1]
    guard let quantization = quantization(count: count, scale: scale, bias: bias) else {
      return context.report(
        "its levels are \(scale) * k + \(bias); a scale that is a small multiple of a unit, and a bias that is one of it,"
          + " are supported")
    }
    var rows = (0..<tensor.shape[0]).map { row in
      tensor.reals[row * count..<(row + 1) * count].map { Float($0) }.sorted()
    }
    var operand = view
    if Set(rows).count == 1 {
      rows = [rows[0]]
    } else {
      guard let ready = context.channelView(view, axis: place) else { return }
      operand = ready
      rows = ready.channelIndices(axis: place).map { rows[$0] }
    }
    let function = Activation(function: .thresholds(rows, scale: scale, bias: bias))
    guard let counted = context.emitElementwise(function, reading: [operand]),
      let result = context.emitElementwise(quantization, reading: [counted])
    else { return }
    context.setOutput(.activation(result))
  }

  /// The axis of the channels: where the layout says so, or where qonnx guesses it from the rank.
  private static func channels(of view: ActivationView, _ context: inout ImportContext) -> Int? {
    let rank = view.axes.count
    let layout = context.text("data_layout", default: "")
    let letters = layout.isEmpty ? [2: "NC", 3: "NWC", 4: "NCHW"][rank] ?? "NC" : layout
    let place = letters.firstIndex(of: "C").map { letters.distance(from: letters.startIndex, to: $0) } ?? 1
    guard place < rank, layout.isEmpty || layout.count == rank else {
      context.unsupported(
        "data_layout", found: "'\(layout)'", supported: "a letter for each of \(rank) axes is expected")
      return nil
    }
    return place
  }

  /// The quantizer whose numbers are `scale * k + bias`, k up to `count`: signs, or integers in units of a fraction of the
  /// scale.
  private static func quantization(count: Int, scale: Float, bias: Float) -> Quantization? {
    guard scale != 0, scale.isFinite, bias.isFinite else { return nil }
    let sign = scale < 0 ? -1 : 1
    for parts in 1...16 {
      let (unit, start) = (scale.magnitude / Float(parts), bias / scale.magnitude * Float(parts))
      guard start == start.rounded(), start.magnitude < 0x1p30, unit >= .leastNormalMagnitude,
        start * unit == bias
      else { continue }
      let ends = [Int(start), Int(start) + sign * parts * count].sorted()
      if ends == [-1, 1], count == 1 { return Quantization(grid: .signs, divisor: 1, step: unit) }
      return Quantization(lowest: min(0, ends[0]), highest: max(0, ends[1]), scale: unit, zeroPoint: 0)
    }
    return nil
  }
}
