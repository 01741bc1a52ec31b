import Arithmetic
import BigInt
import Layers
import QuantizedIR
import Schedule
import Support

/// A small quantized network with one layer of every kind, of random shapes, formats and folds.
struct RandomMachine {
  var network: QuantizedNetwork
  var random: SplitMix64

  static let weightFormats = [
    "fixed<8>", "ufixed<3>", "fixed<4>", "binary", "ternary", "fp8-e4m3", "fp16", "posit<8,0>", "posit<6,2>",
    "float<4,3,finite>",
  ]
  /// What every family of more than one bit says of itself, as weights and as activations.
  static let examples = FormatRegistry.examples.filter { (try? (2...8).contains(Format($0).width)) ?? true }
  static let activationFormats = [
    "ufixed<8>", "fixed<8>", "fixed<5,1>", "fp16", "fp8-e5m2", "ufixed<6>", "posit<8,1>", "posit<5,0>",
    "float<3,4,ftz>",
  ]
  static let multipliers = [
    "exact", "plam", "plam+c", "mitchell", "mitchell<ones>", "mitchell-w<4>+1", "mitchell-w<6,ones>",
  ]

  init(seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    network = try Self.empty(seed: seed, &random)
    let entry = try linear(
      "conv", from: "x", outputs: [2, 4, 6].randomElement(using: &random) ?? 2, groups: 1, kernel: 3)
    let width = output(entry).shape.channels
    let depthwise = try linear("depthwise", from: entry, outputs: width, groups: width, kernel: 3)
    let pool = maximum(from: depthwise)
    // Two branches of one shape, joined again.
    let left = try linear("left", from: pool, outputs: 4, groups: 1, kernel: 1)
    let right = try linear("right", from: pool, outputs: 4, groups: 2, kernel: 1)
    let sum = try self.sum(left, right)
    let table = try self.table(from: sum)
    let flat = flatten(from: table)
    let scores = try linear("dense", from: flat, outputs: 6, groups: 1, kernel: 1)
    network.output = Bool.random(using: &random) ? argmax(from: scores) : scores
    try network.verify()
  }

  /// A network of an input of random shape and format, and nothing else.
  static func empty(seed: UInt64, _ random: inout SplitMix64) throws -> QuantizedNetwork {
    let channels = [1, 2, 3, 4].randomElement(using: &random) ?? 1
    let shape = Shape(
      height: .random(in: 5...7, using: &random), width: .random(in: 5...7, using: &random), channels: channels)
    let type = TensorType(shape: shape, format: try format(activationFormats, &random), zeroPoint: 0)
    return QuantizedNetwork(
      name: "machine\(seed)", inputName: "x", input: type, streamAxes: [0, 1, 2],
      modelShape: [shape.height, shape.width, shape.channels], nodes: [], output: "x")
  }

  /// A fold for every layer, drawn from those that divide its work.
  mutating func folds() -> [String: Fold] {
    let types = network.types
    var result: [String: Fold] = [:]
    for node in network.nodes {
      let inputs = node.inputs.compactMap { types[$0] }
      result[node.name] = Workload(node.operation, inputs: inputs, output: node.type).folds
        .randomElement(using: &random)
    }
    return result
  }

  mutating func inputs(_ count: Int) -> [[UInt32]] {
    (0..<count).map { _ in (0..<network.input.shape.count).map { _ in code(network.input.format) } }
  }

  static func format(_ names: [String], _ random: inout SplitMix64) throws -> Format {
    try Format(names.randomElement(using: &random) ?? "fixed<8>")
  }

  func output(_ name: String) -> TensorType { network.types[name] ?? network.input }

  mutating func code(_ format: Format) -> UInt32 {
    while true {
      let code = UInt32(truncatingIfNeeded: random.next()) & format.number.codeMask
      if format.number.value(of: code) != nil { return code }
    }
  }

  mutating func add(_ name: String, _ operation: QuantizedOperation, _ inputs: [String], _ type: TensorType)
    -> String
  {
    network.nodes.append(QuantizedNode(name: name, operation: operation, inputs: inputs, type: type))
    return name
  }

  private mutating func axis(kernel: Int, extent: Int) -> Geometry.Axis {
    if kernel == 1 || extent < 3 { return Geometry.Axis() }
    return Geometry.Axis(
      kernel: kernel, stride: .random(in: 1...2, using: &random),
      dilation: extent < 5 ? 1 : .random(in: 1...2, using: &random),
      before: .random(in: 1...2, using: &random), after: .random(in: 1...2, using: &random))
  }

  mutating func linear(
    _ name: String, from source: String, outputs: Int, groups: Int, kernel: Int, format: Format? = nil
  ) throws -> String {
    let shape = output(source).shape
    let geometry = Geometry(
      rows: axis(kernel: kernel, extent: shape.height), columns: axis(kernel: kernel, extent: shape.width))
    return try linear(name, from: source, outputs: outputs, groups: groups, geometry: geometry, format: format)
  }

  mutating func linear(
    _ name: String, from source: String, outputs: Int, groups: Int, geometry: Geometry, format: Format? = nil
  ) throws -> String {
    let input = output(source)
    let sharesFormat = Int.random(in: 0..<3, using: &random) == 0
    let weightFormat = sharesFormat ? input.format : try Self.format(Self.weightFormats + Self.examples, &random)
    let multiplier =
      try Self.multipliers.shuffled(using: &random).map { try NamedMultiplier($0) }
      .first { $0.rule.misfit(weight: weightFormat, activation: input.format) == nil }
    let shape = [outputs, geometry.rows.kernel, geometry.columns.kernel, input.shape.channels / groups]
    let weights = Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in code(weightFormat) })
    let format = try format ?? Self.format(Self.activationFormats + Self.examples, &random)
    var result = try Linear(
      geometry: geometry, groups: groups, weights: weights, weightFormat: weightFormat,
      multiplier: Bool.random(using: &random) ? .natural(weight: weightFormat) : multiplier ?? .exact,
      accumulator: .exact, input: input.format,
      affine: Affine(multipliers: [], offsets: [], exponent: 0, multiplierWidth: 8),
      lowest: Bool.random(using: &random) ? format.number.encode(.zero) : format.number.lowestCode,
      highest: format.number.highestCode)
    if Int.random(in: 0..<4, using: &random) == 0, case let exact = result.accumulatorShape, exact.width > 4 {
      try result.accumulate(.window(msb: exact.lsb + exact.width - 2, lsb: exact.lsb + 2), input: input.format)
    } else if Bool.random(using: &random),
      (try? RoundedSum(weight: weightFormat, activation: input.format, multiplier: result.multiplier)) != nil
    {
      try result.accumulate(.rounded, input: input.format)
    }
    result.affine = affine(channels: outputs, sumWidth: result.accumulatorShape.width, output: format)
    return add(
      name, .linear(result), [source],
      TensorType(shape: geometry.output(of: input.shape, channels: outputs), format: format))
  }

  /// An affine whose results spread over the codes of the output.
  mutating func affine(channels: Int, sumWidth: Int, output: Format) -> Affine {
    let top = min(8, Int(output.limits.high.exponent))
    return Affine(
      multipliers: (0..<channels).map { _ in Int.random(in: -128...127, using: &random) },
      offsets: (0..<channels).map { _ in BigInt(Int.random(in: -5000...5000, using: &random)) },
      exponent: top + 2 - 6 - max(0, sumWidth - 2), multiplierWidth: 8)
  }

  private mutating func maximum(from source: String) -> String {
    var type = output(source)
    let size = type.shape.height > 1 && type.shape.width > 1 ? 2 : 1
    let axis = Geometry.Axis(kernel: size, stride: size)
    let geometry = Geometry(rows: axis, columns: axis)
    type.shape = geometry.output(of: type.shape, channels: type.shape.channels)
    return add("pool", .windowMaximum(WindowMaximum(geometry: geometry)), [source], type)
  }

  private mutating func sum(_ left: String, _ right: String) throws -> String {
    let format = try Self.format(["ufixed<8>", "fixed<8>", "fixed<6>"], &random)
    var affine = affine(channels: 2, sumWidth: 4, output: format)
    affine.offsets = [affine.offsets[0]]
    let sum = ScaledSum(affine: affine, lowest: format.number.lowestCode, highest: format.number.highestCode)
    return add("sum", .scaledSum(sum), [left, right], TensorType(shape: output(left).shape, format: format))
  }

  private mutating func table(from source: String) throws -> String {
    let input = output(source)
    let format = try Self.format(["ufixed<8>", "fixed<7>"], &random)
    let type = TensorType(shape: input.shape, format: format)
    if input.format.number is any FixedPointFormat, input.format.width > 4 {
      let thresholds = [-9, -2, 0, 1, 5, 7, 13].map { input.format.number.operandShape.sign == .unsigned ? $0 + 9 : $0 }
      let codes = (0...thresholds.count).map { _ in code(format) }
      let steps = StepTable(
        thresholds: Tensor(shape: [1, thresholds.count], values: thresholds),
        codes: Tensor(shape: [1, codes.count], values: codes))
      return add("lookup", .stepTable(steps), [source], type)
    }
    let entries = (0..<1 << input.format.width).map { _ in code(format) }
    return add("lookup", .codeTable(CodeTable(entries: entries)), [source], type)
  }

  private mutating func flatten(from source: String) -> String {
    var type = output(source)
    type.shape = Shape(channels: type.shape.count)
    return add("flat", .reshaped(Reshaped()), [source], type)
  }

  private mutating func argmax(from source: String) -> String {
    let type = Argmax.indexType(channels: output(source).shape.channels, shape: Shape(channels: 1))
    return add("argmax", .channelArgmax(ChannelArgmax()), [source], type)
  }
}
