internal import Arithmetic
package import QuantizedIR
package import Support

extension Activation: QuantizableOperation {
  package var absorbsClip: Bool { true }

  /// The bounds that the function puts on its argument, when it does nothing else.
  package var bounds: (lower: Double, upper: Double)? {
    switch function {
    case .relu: (0, .infinity)
    case .clip(let lower, let upper): (Double(lower), Double(upper))
    case .selu, .leakyRelu, .elu, .celu, .thresholdedRelu, .sigmoid, .tanh, .hardSigmoid, .hardSwish, .swish, .softplus,
      .softsign, .mish, .gelu, .abs, .exp, .erf, .sqrt:
      nil
    }
  }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    let input = context.inputs[0]
    guard input.format.width <= CodeTable.widestInput else {
      guard let bounds else {
        throw Failure(
          at: "activation",
          "its input has \(input.format.width) bits; a table takes at most \(CodeTable.widestInput)",
          notes: ["give the layer before it narrower activations"])
      }
      return try clipped(context, bounds: bounds)
    }
    guard tables << input.format.width <= CodeTable.mostEntries else {
      throw Failure(
        at: "activation",
        "its \(tables) tables of \(1 << input.format.width) codes are too large; \(CodeTable.mostEntries) are supported",
        notes: ["give the layer before it narrower activations"])
    }
    let reals = (0..<UInt32(1) << UInt32(input.format.width)).map { code in
      let real = input.real(code)
      return Float(real.isNaN ? 0 : real)
    }
    let entries = (0..<tables).flatMap { channel in
      reals.map { real in
        let result = value(real, channel: channel)
        // Outside the function's domain there is none; infinities saturate.
        let finite = result.isNaN ? 0 : min(max(result, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
        return context.code(context.clamped(Double(finite)))
      }
    }
    return CodeTable(entries: entries)
  }

  /// A clip keeps its input's codes; of other functions all results are looked at.
  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    let input = context.inputs[0]
    var type = input
    type.shape = context.output.shape
    if let bounds {
      let grid = input.grid
      let whole = [bounds.lower, bounds.upper].filter { $0 > grid.least && $0 < grid.most }.map { $0 / grid.unit }
      if input.format.number is any FixedPointFormat, whole.allSatisfy({ $0 == $0.rounded() }) { return type }
      var context = context
      context.lower = max(context.lower, bounds.lower)
      context.upper = min(context.upper, bounds.upper)
      return context.naturalType(holding: [grid.unit], least: grid.least, most: grid.most)
    }
    guard input.format.width <= CodeTable.widestInput, case .range = context.settings.activations.scaling else {
      return nil
    }
    let reals = (0..<UInt32(1) << UInt32(input.format.width)).map { Float(input.real($0)) }.filter { !$0.isNaN }
    let shape = Shape(channels: reals.count)
    let results = evaluate([reals], shapes: [shape], output: shape, batch: 1).filter(\.isFinite).map(Double.init)
    guard let least = results.min(), let most = results.max() else { return nil }
    type.format = context.settings.activations
    (type.scale, type.zeroPoint) = RangeFit.fit(
      range: min(least, 0) * 1.005...max(most, 0) * 1.005, values: [], format: type.format)
    return type
  }

  private func clipped(
    _ context: LayerContext, bounds: (lower: Double, upper: Double)
  ) throws(Failure) -> any QuantizedOperation {
    var context = context
    context.lower = max(context.lower, bounds.lower)
    context.upper = min(context.upper, bounds.upper)
    let channels = context.inputs[0].shape.channels
    return try LinearForm(geometry: Geometry(), groups: channels, weights: nil, outputs: channels)
      .quantize(context)
  }
}
