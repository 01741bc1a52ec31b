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
      .softsign, .mish, .gelu, .abs, .exp, .erf, .sqrt, .quotient, .power, .limits, .shrink, .elementary,
      .thresholds:
      nil
    }
  }

  /// The function as two lines, where it is that.
  package var bend: Bend? {
    switch function {
    case .leakyRelu(let alphas): Bend(slopes: alphas)
    case .abs: Bend(slopes: [-1])
    case .relu, .clip, .selu, .elu, .celu, .thresholdedRelu, .sigmoid, .tanh, .hardSigmoid, .hardSwish, .swish,
      .softplus,
      .softsign, .mish, .gelu, .exp, .erf, .sqrt, .quotient, .power, .limits, .shrink, .elementary, .thresholds:
      nil
    }
  }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let input = context.inputs[0]
    guard input.format.width > CodeTable.narrowInput else { return try tabulated(context) }
    if let bounds { return try clipped(context, bounds: bounds) }
    guard turningPoints != nil else {
      throw Failure(
        at: "activation",
        "its input has \(input.format.width) bits; this function takes at most \(CodeTable.narrowInput)",
        notes: ["give the layer before it narrower activations"])
    }
    guard let bend, context.sums == nil, let bent = try? elementwise(context, bend: bend) else {
      return try tabulated(context)
    }
    guard let table = try? tabulated(context),
      let cost = table.lookUpTables(input: input, output: context.output),
      let other = bent.lookUpTables(input: input, output: context.output), cost < other
    else { return bent }
    return table
  }

  /// A table of all codes, or of all steps.
  private func tabulated(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let input = context.inputs[0]
    let lines = context.sums?.lines ?? [input.line]
    return try CodeFunction(
      input: input, output: context.output, tables: max(tables, lines.count), ranges: context.sums?.ranges ?? [],
      turns: { turns(over: lines[cyclic: $0]) }
    ) { code, table in
      let x = context.sums.map { $0.lines[cyclic: table].value(at: input.format.integer(of: code)) } ?? input.real(code)
      let result = value(Float(x.isNaN ? 0 : x), channel: table % tables)
      // Outside the function's domain there is none; infinities saturate.
      let finite = result.isNaN ? 0 : min(max(result, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
      return context.singleCode(Double(finite))
    }.operation()
  }

  /// Whether steps from bare sums to codes of `codes` bits are few enough.
  package func fits(_ sums: BareSums, codes: Int) -> Bool {
    guard let turningPoints else { return false }
    let places = sums.ranges.map(\.count).max() ?? 1
    let steps = min(places, (turningPoints.count + 1) << min(codes, 30))
    return max(tables, sums.lines.count) * 2 * steps <= CodeTable.mostEntries
  }

  /// A clip keeps its input's codes; of other functions all results are looked at, or those at ends and turns.
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
    let isWide = input.format.width > CodeTable.widestInput
    guard case .range = context.settings.activations.scaling, !isWide || turningPoints != nil else { return nil }
    let results = arguments(of: input).flatMap { x in (0..<tables).map { value(x, channel: $0) } }
      .filter(\.isFinite).map(Double.init)
    guard let least = results.min(), let most = results.max() else { return nil }
    type.format = context.settings.activations
    (type.scale, type.zeroPoint) = RangeFit.fit(
      range: min(least, 0) * 1.005...max(most, 0) * 1.005, values: [], format: type.format)
    return type
  }

  /// The real values between which the results of a type's values lie.
  private func arguments(of input: TensorType) -> [Float] {
    let number = input.format.number
    guard input.format.width > CodeTable.widestInput else {
      return (0..<UInt32(1) << UInt32(input.format.width)).map { Float(input.real($0)) }.filter { !$0.isNaN }
    }
    let ends = [number.lowestCode, number.highestCode].map { Float(input.real($0)) }
    return ends + (turningPoints ?? []).flatMap { [$0, $0.nextUp] }.filter { ends[0] < $0 && $0 < ends[1] }
  }

  private func clipped(
    _ context: LayerContext, bounds: (lower: Double, upper: Double)
  ) throws(Failure) -> QuantizedOperation {
    var context = context
    context.lower = max(context.lower, bounds.lower)
    context.upper = min(context.upper, bounds.upper)
    return try elementwise(context)
  }

  /// Each element as a sum of its own.
  private func elementwise(_ context: LayerContext, bend: Bend? = nil) throws(Failure) -> QuantizedOperation {
    var context = context
    context.bend = bend
    let channels = context.inputs[0].shape.channels
    let form = LinearForm(geometry: Geometry(), groups: channels, weights: nil, outputs: channels)
    return .linear(try form.quantize(context))
  }
}
