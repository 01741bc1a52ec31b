internal import Layers
internal import NetworkIR
internal import QuantizedIR
internal import Support

extension Quantizer {
  /// Adds a layer and the function of two slopes that alone reads it as one operation; false where that is impossible, or
  /// costs more than the layer's sums and the function's steps, or the plan gives either what the other has not.
  mutating func addJoined(_ layer: FusedLayer, _ inputs: [TensorType]) throws(Failure) -> Bool {
    let request = plan.layers[layer.node.name]
    guard let function = functions[layer.result], request?.activations == nil, request?.range == nil,
      plan.layers[function.node.name]?.fold == nil, let whole = layer.joined(function)
    else { return false }
    let own = Remarks()
    var context = context(of: whole, inputs: inputs, own)
    guard let form = layer.operation.linearForm(context), context.sums == nil else { return false }
    try checkPlan(of: function)
    let settings = plan.settings(of: function, isLast: whole.result == network.output)
    context.settings.activations = settings.activations
    if request?.affineWidth == nil { context.settings.affineWidth = settings.affineWidth }
    context.bend = whole.bend
    context.output.format = settings.activations
    let natural = try naturalType(of: whole, context)
    context.output = try outputType(of: whole, context, natural: natural)
    context.quantization = whole.quantization
    context.isStated = whole.isExact(natural)
    // Where it throws, the function has a way of its own, or an error.
    guard let operation = (try? form.quantize(context)).map(QuantizedOperation.linear),
      let cost = operation.lookUpTables(input: inputs[0], output: context.output)
    else { return false }
    if let steps = try? costOfSteps(layer, function, context), steps < cost || !own.all.isEmpty { return false }
    try finish(whole, operation, inputs: layer.node.inputs.compactMap { makers[$0] }, type: context.output, own)
    joined.insert(function.node.name)
    return true
  }

  /// What the layer's sums and a search of the function's steps cost; nil where there are none.
  private mutating func costOfSteps(_ layer: FusedLayer, _ function: FusedLayer, _ joined: LayerContext) throws(Failure)
    -> Int?
  {
    guard isStated, let bare = try bareSums(of: layer, context(of: layer, inputs: joined.inputs, Remarks())) else {
      return nil
    }
    var own = context(of: function, inputs: [bare.type], Remarks())
    (own.output, own.quantization, own.isStated, own.sums) = (joined.output, joined.quantization, true, bare)
    let steps = try function.operation.quantize(own)
    guard let sums = QuantizedOperation.linear(bare.linear).lookUpTables(input: joined.inputs[0], output: bare.type),
      let search = steps.lookUpTables(input: bare.type, output: own.output)
    else { return nil }
    return sums + search
  }
}
