import Arithmetic
import BigInt
import Layers
import QuantizedIR
import Schedule
import Support

/// The layers that move, join and multiply elements, in random order, on tensors of random shapes and formats.
extension RandomMachine {
  private enum Step: CaseIterable {
    case pad, crop, repetition, joinChannels, joinRows, product, table, average, sum, order
  }

  init(streams seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    network = try Self.empty(seed: seed, &random)
    var tensor = "x"
    // Every kind once in ten seeds at least, as the order is turned from seed to seed.
    let kinds = Step.allCases
    for index in 0..<4 {
      let kind = index == 0 ? kinds[Int(seed) % kinds.count] : kinds.randomElement(using: &random) ?? .pad
      tensor = try add(kind, "step\(index)", from: tensor)
      if output(tensor).shape.count > 300 { tensor = try shrink("small\(index)", tensor) }
    }
    network.output = tensor
    try network.verify()
  }

  private mutating func add(_ step: Step, _ name: String, from source: String) throws -> String {
    switch step {
    case .pad: pad(name, source)
    case .crop: crop(name, source)
    case .repetition: repetition(name, source)
    case .joinChannels: try joinChannels(name, source)
    case .joinRows: joinRows(name, source)
    case .product: try product(name, source)
    case .table: try channelTable(name, source)
    case .average: try average(name, source)
    case .sum: try residual(name, source)
    case .order: rearrangement(name, source)
    }
  }

  /// A convolution of stride 2 with few outputs.
  private mutating func shrink(_ name: String, _ source: String) throws -> String {
    try linear(name, from: source, outputs: 2, groups: 1, kernel: 1)
  }

  private mutating func axis() -> StreamAxis { StreamAxis.allCases.randomElement(using: &random) ?? .width }

  private mutating func pad(_ name: String, _ source: String) -> String {
    var type = output(source)
    let axis = axis()
    let operation = Padded(
      axis: axis, before: .random(in: 0...3, using: &random),
      step: axis == .channels ? 1 : .random(in: 1...3, using: &random), after: .random(in: 0...3, using: &random),
      code: code(type.format))
    type.shape[axis] = operation.before + (type.shape[axis] - 1) * operation.step + 1 + operation.after
    return add(name, .padded(operation), [source], type)
  }

  private mutating func crop(_ name: String, _ source: String) -> String {
    var type = output(source)
    let axis = axis()
    let count = Int.random(in: 1...type.shape[axis], using: &random)
    let start = Int.random(in: 0...(type.shape[axis] - count), using: &random)
    type.shape[axis] = count
    return add(name, .cropped(Cropped(axis: axis, start: start)), [source], type)
  }

  /// The tensor's axes in another order, the channels split in two.
  private mutating func rearrangement(_ name: String, _ source: String) -> String {
    var type = output(source)
    let part = type.shape.channels.divisors.randomElement(using: &random) ?? 1
    let axes = AxisOrder(
      extents: [type.shape.height, type.shape.width, type.shape.channels / part, part],
      order: Array(0..<4).shuffled(using: &random))
    let extents = axes.order.map { axes.extents[$0] }
    type.shape = Shape(height: extents[0], width: extents[1], channels: extents[2] * extents[3])
    return add(name, .rearranged(Rearranged(order: axes)), [source], type)
  }

  private mutating func repetition(_ name: String, _ source: String) -> String {
    var type = output(source)
    let axis = axis()
    let factor = Int.random(in: 1...3, using: &random)
    type.shape[axis] *= factor
    return add(name, .repeated(Repeated(axis: axis, factor: factor)), [source], type)
  }

  /// With one or two branches of the same format.
  private mutating func joinChannels(_ name: String, _ source: String) throws -> String {
    var type = output(source)
    var parts = [source]
    for index in 0..<Int.random(in: 1...2, using: &random) {
      let outputs = Int.random(in: 1...4, using: &random)
      parts.append(
        try linear("\(name)_branch\(index)", from: source, outputs: outputs, groups: 1, kernel: 1, format: type.format))
      retype(parts[parts.count - 1], as: type)
      type.shape.channels += outputs
    }
    parts.shuffle(using: &random)
    return add(name, .joined(Joined(axis: .channels)), parts, type)
  }

  /// Gives a node's result the scale and zero point of a type.
  private mutating func retype(_ name: String, as type: TensorType) {
    for index in network.nodes.indices where network.nodes[index].name == name {
      network.nodes[index].type.scale = type.scale
      network.nodes[index].type.zeroPoint = type.zeroPoint
    }
  }

  private mutating func joinRows(_ name: String, _ source: String) -> String {
    var type = output(source)
    let axis: StreamAxis = Bool.random(using: &random) ? .height : .width
    var part = type
    part.shape[axis] = Int.random(in: 1...type.shape[axis], using: &random)
    let cropped = add(
      "\(name)_part", .cropped(Cropped(axis: axis, start: type.shape[axis] - part.shape[axis])), [source], part)
    type.shape[axis] += part.shape[axis]
    return add(name, .joined(Joined(axis: axis)), [cropped, source], type)
  }

  private mutating func zeroPoint(_ format: Format) -> Int {
    format.number is any FixedPointFormat ? Int.random(in: 0...3, using: &random) : 0
  }

  private mutating func product(_ name: String, _ source: String) throws -> String {
    let input = output(source)
    let other = try linear(
      "\(name)_factor", from: source, outputs: input.shape.channels, groups: 1, kernel: 1,
      format: try Self.format(["ufixed<8>", "fixed<8>", "fixed<5,1>", "fp8-e4m3", "posit<6,1>"], &random))
    for index in network.nodes.indices where network.nodes[index].name == other {
      network.nodes[index].type.zeroPoint = zeroPoint(network.nodes[index].type.format)
    }
    let format = try Self.format(["ufixed<8>", "fixed<7>", "fp8-e4m3", "posit<8,1>"], &random)
    let width = [input, output(other)].reduce(0) { $0 + min(12, $1.format.number.operandShape.integerWidth) }
    let affine = affine(channels: 1, sumWidth: width, output: format)
    let operation = ScaledProduct(
      affine: affine, lowest: format.number.lowestCode, highest: format.number.highestCode)
    return add(name, .scaledProduct(operation), [source, other], TensorType(shape: input.shape, format: format))
  }

  /// Both branches with scales, formats and zero points of their own.
  private mutating func residual(_ name: String, _ source: String) throws -> String {
    let input = output(source)
    let other = try linear("\(name)_branch", from: source, outputs: input.shape.channels, groups: 1, kernel: 1)
    let format = try Self.format(["ufixed<8>", "fixed<8>", "fp8-e4m3", "posit<8,1>"], &random)
    var affine = affine(channels: 2, sumWidth: 9, output: format)
    affine.offsets = [affine.offsets[0]]
    let operation = ScaledSum(
      affine: affine, lowest: format.number.encode(.zero), highest: format.number.highestCode)
    return add(name, .scaledSum(operation), [source, other], TensorType(shape: input.shape, format: format))
  }

  /// A table for each channel.
  private mutating func channelTable(_ name: String, _ source: String) throws -> String {
    var narrow = source
    if output(source).format.width > 8 {
      narrow = try linear(
        "\(name)_narrow", from: source, outputs: output(source).shape.channels, groups: 1, kernel: 1,
        format: try Format("fixed<5>"))
    }
    let input = output(narrow)
    let format = try Self.format(["ufixed<6>", "fixed<7>", "fp8-e4m3"], &random)
    let entries = (0..<input.shape.channels << input.format.width).map { _ in code(format) }
    return add(name, .codeTable(CodeTable(entries: entries)), [narrow], TensorType(shape: input.shape, format: format))
  }

  /// Sums of windows with padding, each pixel with an affine of its own.
  private mutating func average(_ name: String, _ source: String) throws -> String {
    let input = output(source)
    let axes = [input.shape.height, input.shape.width].map { extent in
      extent < 2
        ? Geometry.Axis()
        : Geometry.Axis(
          kernel: 2, stride: .random(in: 1...2, using: &random), before: .random(in: 0...1, using: &random),
          after: .random(in: 0...1, using: &random))
    }
    let geometry = Geometry(rows: axes[0], columns: axes[1])
    let channels = input.shape.channels
    let shape = geometry.output(of: input.shape, channels: channels)
    let format = try Self.format(["ufixed<8>", "fixed<6>", "fp8-e4m3"], &random)
    let taps = geometry.taps
    var result = try Linear(
      geometry: geometry, groups: channels,
      weights: Tensor(
        shape: [channels, axes[0].kernel, axes[1].kernel, 1], values: Array(repeating: 0, count: channels * taps)),
      weightFormat: .unitWeight, unitWeights: true, multiplier: .natural(weight: .unitWeight),
      accumulator: .exact, input: input.format,
      affine: Affine(multipliers: [], offsets: [], exponent: 0, multiplierWidth: 8),
      lowest: format.number.lowestCode, highest: format.number.highestCode)
    let sum = result.accumulatorShape
    result.affine = affine(channels: shape.count, sumWidth: min(sum.width, 14), output: format)
    return add(name, .linear(result), [source], TensorType(shape: shape, format: format))
  }
}
