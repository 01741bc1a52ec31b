import Arithmetic
import Layers
import NetworkIR
import ONNX
import Support

extension ImportContext {
  /// Lays out the model's one input as this run's layout says; nil after reporting what does not fit.
  mutating func makeInput() -> NetworkInput? {
    let inputs = model.inputs.filter { used.contains($0.name) }
    for input in inputs { values[input.name] = .unknown }
    guard let input = inputs.first, inputs.count == 1 else {
      let names = inputs.map { "'\($0.name)'" }.joined(separator: ", ")
      let found = inputs.isEmpty ? "none is used" : "\(inputs.count) are used: \(names)"
      report(Diagnostic(at: model.file, "a network has 1 input; \(found)"))
      return nil
    }
    guard let shape = inputShape(input) else { return nil }
    let own = shape.count == 1 ? shape : Array(shape.dropFirst())
    let layout = self.layout ?? InputLayout(modelOrder: own)
    let name = names.name(for: input.name, kind: "input")
    var view = ActivationView(
      tensor: name, shape: layout.shape, factors: layout.factors, axes: [layout.modelOrder])
    view.inputOrder = layout.modelOrder
    guard let whole = view.reshaped(to: shape) else { return nil }
    values[input.name] = .activation(coded(whole, input))
    if let axes = layout.streamAxes(of: own) {
      return NetworkInput(name: name, shape: layout.shape, modelShape: own, streamAxes: axes)
    }
    let extents = layout.modelOrder.map { layout.factors[$0].extent }
    return NetworkInput(
      name: name, shape: layout.shape, modelShape: own, splitShape: extents,
      streamAxes: layout.streamAxes(of: extents) ?? [])
  }

  /// Integers that enter are codes, which a quantizer of their type states: with the scale and zero point that all their
  /// readers give them, or else 1 and 0.
  private mutating func coded(_ view: ActivationView, _ input: ONNXValue) -> ActivationView {
    guard let range = input.type?.quantizedRange else { return view }
    let readers = model.nodes.filter { $0.inputs.contains(input.name) }
    var coding = ActivationView.Coding(scale: 1, zeroPoint: 0)
    if let stated = readers.first.flatMap({ self.coding(of: input.name, in: $0) }),
      readers.allSatisfy({ self.coding(of: input.name, in: $0) == stated }),
      (range.lowest...range.highest) ~= stated.zeroPoint
    {
      coding = stated
    }
    let quantization = Quantization(
      lowest: range.lowest, highest: range.highest, scale: coding.scale, zeroPoint: coding.zeroPoint,
      scalesSums: true)
    guard var result = emitElementwise(quantization, reading: [view]) else { return view }
    result.coding = coding
    return result
  }

  /// The scale and zero point beside an operand of codes, where both are initializers of one element.
  private func coding(of name: String, in node: ONNXNode) -> ActivationView.Coding? {
    guard let place = node.inputs.firstIndex(of: name) else { return nil }
    func number(_ index: Int) -> Double? {
      guard node.inputs.indices.contains(index), !node.inputs[index].isEmpty else { return 0 }
      guard let tensor = model.initializers[node.inputs[index]], tensor.count == 1 else { return nil }
      return tensor.reals.first
    }
    let isInteger = ["ConvInteger", "MatMulInteger"].contains(node.kind)
    let isScaled = node.kind == "DequantizeLinear" || node.kind.contains("QLinear") || node.kind.hasSuffix("QGemm")
    guard isInteger || isScaled, let scale = isInteger ? 1 : number(place + 1), let zero = number(place + 2),
      scale >= Double(Float.leastNormalMagnitude), scale.isFinite, let zeroPoint = Int(exactly: zero)
    else { return nil }
    return ActivationView.Coding(scale: Float(scale), zeroPoint: zeroPoint)
  }

  /// The input's extents with a batch of 1; nil after reporting an axis that is open or a type that is not read.
  private mutating func inputShape(_ input: ONNXValue) -> [Int]? {
    let place = "\(model.file): input '\(input.name)'"
    guard input.type?.isReal == true || input.type?.quantizedRange != nil else {
      let found = input.type?.rawValue ?? "unknown"
      report(
        Diagnostic(at: place, "its type is '\(found)'; floating-point types and integers of 4 to 16 bits are supported")
      )
      return nil
    }
    guard var shape = input.shape, !shape.isEmpty else {
      report(Diagnostic(at: place, "it has no shape; a batch and the axes of one sample are expected"))
      return nil
    }
    if shape.count > 1 {
      if let batch = shape[0], batch > 1 {
        fixedBatch = batch
        notes.append("the model's batch of \(batch) is taken as one sample at a time")
      }
      shape[0] = 1
    }
    for (axis, extent) in shape.enumerated() where extent == nil {
      report(
        Diagnostic(
          at: place, "axis \(axis) has no fixed extent; only the first axis, the batch, may be open",
          notes: ["export the model with a fixed input shape"]))
    }
    let extents = shape.compactMap { $0 }
    guard extents.count == shape.count else { return nil }
    guard extents.count <= 64, elementCount(of: extents) != nil else {
      report(Diagnostic(at: place, "its shape \(extents) has more than 64 axes or \(largestElementCount) elements"))
      return nil
    }
    return extents
  }
}
