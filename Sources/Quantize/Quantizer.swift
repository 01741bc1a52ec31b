internal import Arithmetic
internal import Layers
package import NetworkIR
package import QuantizedIR
package import Support

/// Gives every tensor of a float network a format and every operation its integers.
package struct Quantizer: Sendable {
  private let network: Network
  private let plan: Plan
  private let calibration: Calibration
  private var types: [String: TensorType]
  private var nodes: [QuantizedNode] = []
  /// Tensors of the network by the quantized node that makes them.
  private var makers: [String: String]
  /// Tensors whose range is that of another.
  private let ranges: [String: String]

  /// - Parameters:
  ///   - input: the type of the tensor that enters, complete.
  ///   - sampleScale: see `QuantizedNetwork`.
  package static func quantize(
    _ network: Network, plan: Plan, input: TensorType, sampleScale: Double? = nil, calibration: Calibration
  ) throws(Failure) -> QuantizedNetwork {
    let layers = try network.fusedLayers()
    try plan.check(layers: layers)
    var quantizer = Quantizer(
      network: network, plan: plan, calibration: calibration, types: [network.input.name: input],
      makers: [network.input.name: network.input.name], ranges: layers.sharedRanges(output: network.output))
    var problems: [Diagnostic] = []
    for layer in layers {
      do throws(Failure) { try quantizer.add(layer) } catch { problems += quantizer.located(error, layer) }
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
    return try quantizer.finished(input: input, sampleScale: sampleScale)
  }

  private init(
    network: Network, plan: Plan, calibration: Calibration, types: [String: TensorType], makers: [String: String],
    ranges: [String: String]
  ) {
    self.network = network
    self.plan = plan
    self.calibration = calibration
    self.types = types
    self.makers = makers
    self.ranges = ranges
  }

  private func located(_ failure: Failure, _ layer: FusedLayer) -> [Diagnostic] {
    failure.diagnostics.map { found in
      var result = found
      result.location = "\(network.name): node '\(layer.node.origin)'"
      if !found.location.hasPrefix("layer") { result.message = "\(found.location): \(found.message)" }
      return result
    }
  }

  private mutating func add(_ layer: FusedLayer) throws(Failure) {
    let inputs = layer.node.inputs.compactMap { types[makers[$0] ?? ""] }
    // A layer that read one that failed has its problem reported there.
    guard inputs.count == layer.node.inputs.count else { return }
    let settings = plan.settings(of: layer, isLast: layer.result == network.output)
    let shape = network.shapes[layer.result] ?? layer.node.shape
    let output = try outputType(of: layer, shape: shape, inputs: inputs, settings: settings)
    let (scale, shift) = layer.affine
    var sources = layer.node.inputs.compactMap { makers[$0] }
    if layer.operation.unifiesTypes { sources = try unified(sources, to: output, layer, settings) }
    let context = LayerContext(
      inputs: sources.compactMap { types[$0] }, output: output, settings: settings, scale: scale, shift: shift,
      lower: layer.bounds.lower,
      upper: layer.bounds.upper)
    let node = QuantizedNode(
      name: layer.node.name, operation: try layer.operation.quantize(context),
      inputs: sources, type: output)
    try node.operation.verify(inputs: context.inputs, output: output)
    nodes.append(node)
    types[node.name] = output
    for member in layer.members { makers[member] = node.name }
  }

  /// The tensors in the type of the result: those that have another get a node that rescales them.
  private mutating func unified(
    _ sources: [String], to output: TensorType, _ layer: FusedLayer, _ settings: LayerSettings
  ) throws(Failure) -> [String] {
    var result: [String] = []
    for (index, source) in sources.enumerated() {
      guard let input = types[source], !input.means(output) else {
        result.append(source)
        continue
      }
      var type = output
      type.shape = input.shape
      var name = "\(layer.node.name)_input\(index)"
      while types[name] != nil || network.shapes[name] != nil { name += "_0" }
      let operation = try settings.rescaling(input, to: type)
      nodes.append(QuantizedNode(name: name, operation: operation, inputs: [source], type: type))
      types[name] = type
      result.append(name)
    }
    return result
  }

  private func outputType(
    of layer: FusedLayer, shape: Shape, inputs: [TensorType], settings: LayerSettings
  ) throws(Failure) -> TensorType {
    if layer.operation.keepsType {
      return TensorType(
        shape: shape, format: inputs[0].format, scale: inputs[0].scale, zeroPoint: inputs[0].zeroPoint)
    }
    if layer.operation.unifiesTypes, let first = inputs.first, inputs.allSatisfy(first.means) {
      return TensorType(shape: shape, format: first.format, scale: first.scale, zeroPoint: first.zeroPoint)
    }
    if layer.operation is Argmax {
      return Argmax.indexType(channels: inputs[0].shape.channels, shape: shape)
    }
    let rule = (plan.layers[layer.node.name] ?? LayerRequest()).over(plan.defaults).range ?? .meanSquareError
    let (scale, zeroPoint) = try calibration.fit(
      ranges[layer.result] ?? layer.result, format: settings.activations, rule: rule)
    return TensorType(shape: shape, format: settings.activations, scale: scale, zeroPoint: zeroPoint)
  }

  private mutating func finished(input: TensorType, sampleScale: Double?) throws(Failure) -> QuantizedNetwork {
    var output = makers[network.output] ?? network.output
    if plan.argmax, let type = types[output], !(nodes.last?.operation is ChannelArgmax) {
      var shape = type.shape
      shape.channels = 1
      let index = Argmax.indexType(channels: type.shape.channels, shape: shape)
      let name = nodes.contains { $0.name == "argmax" } ? "output_argmax" : "argmax"
      nodes.append(QuantizedNode(name: name, operation: ChannelArgmax(), inputs: [output], type: index))
      output = name
    }
    let result = QuantizedNetwork(
      name: network.name, inputName: network.input.name, input: input, sampleScale: sampleScale,
      streamAxes: network.input.streamAxes,
      modelShape: network.input.modelShape, nodes: nodes, output: output)
    try result.verify()
    return result
  }
}
