internal import Arithmetic
package import Layers
package import NetworkIR
package import QuantizedIR
package import Support

/// Gives every tensor of a float network a format and every operation its integers.
package struct Quantizer {
  let network: Network
  let plan: Plan
  private let calibration: () throws(Failure) -> Calibration
  /// The calibration, once a tensor's range was asked for.
  private var observed: Result<Calibration, Failure>?
  /// What samples ask for, found once for all layers whose results become one tensor.
  private var fits: [Fit: (scale: Double, zeroPoint: Int)] = [:]

  private struct Fit: Hashable {
    var tensor: String
    var format: Format
    var rule: LayerRequest.Range
  }

  private var types: [String: TensorType]
  private var nodes: [QuantizedNode] = []
  /// Tensors of the network by the quantized node that makes them.
  private(set) var makers: [String: String]
  /// Tensors whose range is that of another.
  private let ranges: [String: String]
  /// Layers that compute a function of a tensor that nothing else reads, by the tensor.
  let functions: [String: FusedLayer]
  /// Those of them that the layer before them computes.
  var joined: Set<String> = []
  /// What the codes of tensors mean that are bare sums.
  private var sums: [String: BareSums] = [:]
  /// The integer products of the layer that is added, for all ways of computing it that are compared.
  private var products: (layer: String, isQuantized: Bool, found: LinearForm.Products)?
  private let remarks: Remarks?
  /// A network of the same layers whose types, and loadable layers' exponents, hold; nil where they are found.
  let held: QuantizedNetwork?
  private let readers: [SampleReader]
  private let networkReaders: TensorReaders
  private let shapes: [String: Shape]
  let isStated: Bool
  private let statesTensors: Bool
  /// Nodes whose codes are the input's, where those are one quantizer's.
  private var coded: Set<String> = []

  /// - Parameters:
  ///   - input: the type of the tensor that enters, complete.
  ///   - sampleScale: see `QuantizedNetwork`.
  ///   - readers: the quantizers that decide the codes of samples; none where those are the nearest ones.
  ///   - calibration: asked for once a range is needed that nothing states.
  ///   - held: a network of the same layers that gives every tensor its type, so that the result fits its machine.
  package static func quantize(
    _ network: Network, plan: Plan, input: TensorType, sampleScale: Double? = nil, readers: [SampleReader] = [],
    calibration: @autoclosure @escaping () throws(Failure) -> Calibration, remarks: Remarks? = nil,
    held: QuantizedNetwork? = nil
  ) throws(Failure) -> QuantizedNetwork {
    let layers = try network.fusedLayers()
    try plan.check(layers: layers)
    var quantizer = Quantizer(
      network: network, plan: plan, calibration: calibration, types: [network.input.name: input],
      makers: [network.input.name: network.input.name], ranges: layers.sharedRanges(output: network.output),
      functions: layers.functions(output: network.output), remarks: remarks, readers: readers, held: held)
    if readers.count == 1, readers[0].isOwn(input) { quantizer.coded = [network.input.name] }
    var problems: [Diagnostic] = []
    for layer in layers {
      do throws(Failure) { try quantizer.add(layer) } catch {
        if case .failure(let cause) = quantizer.observed { throw cause }
        problems += quantizer.located(error, layer)
      }
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
    return try quantizer.finished(input: input, sampleScale: sampleScale)
  }

  private init(
    network: Network, plan: Plan, calibration: @escaping () throws(Failure) -> Calibration, types: [String: TensorType],
    makers: [String: String],
    ranges: [String: String], functions: [String: FusedLayer], remarks: Remarks?, readers: [SampleReader],
    held: QuantizedNetwork?
  ) {
    self.held = held
    self.functions = functions
    networkReaders = network.readers
    shapes = network.shapes
    isStated = network.isStated
    statesTensors = network.statesTensors
    self.remarks = remarks
    self.readers = readers
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
    guard inputs.count == layer.node.inputs.count, !joined.contains(layer.node.name) else { return }
    if try addJoined(layer, inputs) { return }
    try checkPlan(of: layer)
    var sources = layer.node.inputs.compactMap { makers[$0] }
    let own = Remarks()
    var context = context(of: layer, inputs: inputs, own)
    let settings = context.settings
    if let bare = try bareSums(of: layer, context) {
      sums[layer.node.name] = bare
      return try finish(layer, .linear(bare.linear), inputs: sources, type: bare.type, own)
    }
    let natural = try naturalType(of: layer, context)
    let output = try outputType(of: layer, context, natural: natural)
    if layer.operation.unifiesTypes { sources = try unified(sources, to: output, layer, settings) }
    context.inputs = sources.compactMap { types[$0] }
    context.output = output
    context.quantization = layer.quantization
    context.sharesInputs = layer.node.inputs.contains { networkReaders.nodes(reading: $0).count > 1 }
    context.isStated = layer.isExact(natural)
    context.isCoded = sources.allSatisfy(coded.contains)
    let operation: QuantizedOperation
    do throws(Failure) {
      operation = try layer.operation.quantize(context)
    } catch {
      guard let bare = try? bareSums(layer.operation, context) else { throw error }
      return try finish(layer, bare, context, inputs: sources, own)
    }
    try finish(layer, operation, inputs: sources, type: output, own)
    if context.isCoded, layer.operation.keepsType, layer.quantization == nil { coded.insert(layer.node.name) }
  }

  /// What a layer needs to know but for its result's type, of which the context has the shape and the plan's format.
  mutating func context(of layer: FusedLayer, inputs: [TensorType], _ own: Remarks) -> LayerContext {
    var settings = plan.settings(of: layer, isLast: layer.result == network.output)
    let linear = held?.nodes.first { $0.name == layer.node.name }?.operation.linear
    settings.affineExponent = linear.flatMap { $0.isLoadable ? $0.affine.exponent : nil }
    let shape = shapes[layer.result] ?? layer.node.shape
    let (scale, shift) = layer.affine
    var context = LayerContext(
      inputs: inputs, output: TensorType(shape: shape, format: settings.activations), settings: settings, scale: scale,
      shift: shift, lower: layer.bounds.lower, upper: layer.bounds.upper, remarks: own)
    context.tensor = layer.result
    context.sums = layer.node.inputs.first.flatMap { makers[$0] }.flatMap { sums[$0] }
    context.products = products(of: layer, context)
    return context
  }

  /// Rounds the layer's weights, once; nil for layers that are no sums of products, or cannot be.
  private mutating func products(of layer: FusedLayer, _ context: LayerContext) -> LinearForm.Products? {
    let isQuantized = layer.quantization != nil
    if let products, products.layer == layer.node.name, products.isQuantized == isQuantized { return products.found }
    // Where it throws, the layer's own quantization does so again.
    let found = try? layer.operation.linearForm(context)?.products(context, isQuantized: isQuantized)
    products = found.map { (layer.node.name, isQuantized, $0) }
    return found
  }

  mutating func finish(
    _ layer: FusedLayer, _ operation: QuantizedOperation, inputs: [String], type: TensorType, _ own: Remarks
  ) throws(Failure) {
    try operation.verify(inputs: inputs.compactMap { types[$0] }, output: type)
    for remark in own.all { remarks?.add("node '\(layer.node.origin)': \(remark)") }
    nodes.append(QuantizedNode(name: layer.node.name, operation: operation, inputs: inputs, type: type))
    types[layer.node.name] = type
    for member in layer.members { makers[member] = layer.node.name }
  }

  /// The sums of a layer that no affine quantizes.
  private func bareSums(
    _ operation: any QuantizableOperation, _ context: LayerContext
  ) throws(Failure) -> (BareSums, QuantizedOperation)? {
    guard let quantization = context.quantization, !quantization.scalesSums, case .integers = quantization.grid,
      let sums = try operation.linearForm(context)?.bareSums(context)
    else { return nil }
    return (sums, try sums.quantized(context))
  }

  /// Adds a layer as two nodes: its sums as they are, and the codes of these.
  private mutating func finish(
    _ layer: FusedLayer, _ parts: (sums: BareSums, codes: QuantizedOperation), _ context: LayerContext,
    inputs: [String], _ own: Remarks
  ) throws(Failure) {
    try finish(layer, .linear(parts.sums.linear), inputs: inputs, type: parts.sums.type, own)
    let name = unused("\(layer.node.name)_codes")
    try parts.codes.verify(inputs: [parts.sums.type], output: context.output)
    nodes.append(QuantizedNode(name: name, operation: parts.codes, inputs: [layer.node.name], type: context.output))
    types[name] = context.output
    for member in layer.members { makers[member] = name }
  }

  private func unused(_ name: String) -> String {
    var name = name
    while types[name] != nil || shapes[name] != nil { name += "_0" }
    return name
  }

  /// The layer's sums as they are, where a quantized function alone reads them: it then has all its codes.
  func bareSums(of layer: FusedLayer, _ context: LayerContext) throws(Failure) -> BareSums? {
    let request = plan.layers[layer.node.name]
    guard let function = functions[layer.result], layer.isOpen, request?.activations == nil, request?.range == nil,
      let sums = try layer.operation.linearForm(context)?.bareSums(context),
      let activation = function.operation as? Activation, let quantization = function.quantization,
      activation.fits(sums, codes: quantization.type(shape: function.node.shape).format.width)
    else { return nil }
    return sums
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
      let name = unused("\(layer.node.name)_input\(index)")
      let operation = try settings.rescaling(input, to: type, isStated: isStated)
      nodes.append(QuantizedNode(name: name, operation: .linear(operation), inputs: [source], type: type))
      types[name] = type
      result.append(name)
    }
    return result
  }

  /// Where the model states number systems, tensors without one follow from those that have, not from samples.
  mutating func naturalType(of layer: FusedLayer, _ context: LayerContext) throws(Failure) -> TensorType? {
    let request = plan.layers[layer.resultName ?? layer.node.name]
    guard isStated, layer.quantization == nil, !layer.operation.keepsType, !(layer.operation is Argmax),
      request?.activations == nil, request?.range == nil,
      // Where the model quantizes nothing but weights, the plan may say how all tensors are.
      statesTensors || plan.defaults.activations == nil
    else { return nil }
    var context = context
    // Sixteen bits where the sums themselves are no codes, unless the plan says otherwise.
    if plan.defaults.activations == nil { context.settings.activations = Plan.lastActivations }
    if !statesTensors { context.fitted = try? fitted(layer, Plan.lastActivations) }
    return try layer.operation.naturalType(context)
  }

  /// The scale and zero point that samples ask for.
  mutating func fitted(_ layer: FusedLayer, _ format: Format) throws(Failure) -> (scale: Double, zeroPoint: Int) {
    let rule =
      (plan.layers[layer.resultName ?? layer.node.name] ?? LayerRequest()).over(plan.defaults).range ?? .meanSquareError
    let seen = observed ?? Result(catching: calibration)
    observed = seen
    let fit = Fit(tensor: ranges[layer.result] ?? layer.result, format: format, rule: rule)
    if let known = fits[fit] { return known }
    let found = try seen.get().fit(fit.tensor, format: format, rule: rule)
    fits[fit] = found
    return found
  }

  private mutating func finished(input: TensorType, sampleScale: Double?) throws(Failure) -> QuantizedNetwork {
    var output = makers[network.output] ?? network.output
    if plan.argmax, let type = types[output], nodes.last?.operation.kind != .channelArgmax {
      var shape = type.shape
      shape.channels = 1
      let index = Argmax.indexType(channels: type.shape.channels, shape: shape)
      let taken = Set((nodes.map(\.name) + [network.input.name]).map { $0.lowercased() })
      var name = "argmax"
      while taken.contains(name) { name = "output_\(name)" }
      nodes.append(QuantizedNode(name: name, operation: .channelArgmax(ChannelArgmax()), inputs: [output], type: index))
      output = name
    }
    let result = QuantizedNetwork(
      name: network.name, inputName: network.input.name, input: input, sampleScale: sampleScale,
      sampleReaders: readers.isEmpty ? nil : readers, streamAxes: network.input.streamAxes,
      modelShape: network.input.modelShape, splitShape: network.input.splitShape, nodes: nodes, output: output)
    try result.verify()
    return result
  }
}
