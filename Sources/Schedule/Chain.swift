internal import Arithmetic
internal import Layers
internal import PipelineIR
internal import QuantizedIR
internal import Stages
internal import Support

/// The stages of one layer, one after another.
struct Chain {
  let layer: String
  /// The streams that the next stage reads.
  private(set) var carriers: [Lowering.Carrier]
  private(set) var stages: [Stage] = []

  init(layer: String, carriers: [Lowering.Carrier]) {
    self.layer = layer
    self.carriers = carriers
  }

  private var stream: StreamType { carriers[0].type }

  /// Adds a stage that reads all current streams and makes one.
  mutating func append(_ role: String, _ operation: any StageOperation) throws(Failure) {
    let outputs = try operation.outputs(of: carriers.map(\.type))
    let taken = stages.filter { $0.name == "\(layer)_\(role)" || $0.name.hasPrefix("\(layer)_\(role)_") }.count
    let name = taken == 0 ? "\(layer)_\(role)" : "\(layer)_\(role)_\(taken)"
    stages.append(
      Stage(name: name, layer: layer, operation: operation, inputs: carriers.map(\.name), outputs: outputs))
    carriers = [Lowering.Carrier(name: name, type: outputs[0])]
  }

  /// Adds a stage that reads only stream `index`.
  private mutating func append(_ role: String, _ operation: any StageOperation, to index: Int) throws(Failure) {
    let others = carriers
    carriers = [others[index]]
    try append(role, operation)
    let made = carriers[0]
    carriers = others
    carriers[index] = made
  }

  /// Changes the lanes of stream `index`; `lanes` and the present lanes divide the tensor's channels.
  private mutating func convert(to lanes: Int, stream index: Int = 0) throws(Failure) {
    let now = carriers[index].type.lanes
    let common = gcd(now, lanes)
    if common < now { try append("narrow", Narrow(factor: now / common), to: index) }
    if common < lanes { try append("widen", Widen(factor: lanes / common), to: index) }
  }

  mutating func linear(
    _ linear: Linear, input: TensorType, output: TensorType, fold: Fold
  ) throws(Failure) {
    let accumulator: AccumulatorShape
    do throws(FormatError) { accumulator = try linear.accumulatorShape(input: input) } catch {
      throw Failure(at: "layer '\(layer)'", error.message)
    }
    let productWidth = accumulator.width + linear.affine.multiplierWidth
    guard productWidth <= 512 else {
      throw Failure(
        at: "layer '\(layer)'", "its affine multiplies to \(productWidth) bits; 512 are supported in hardware",
        notes: ["give the layer 'accumulator: window<msb,lsb>' or narrower number formats"])
    }
    try convert(to: fold.simd)
    let channels = linear.isDepthwise
    let groups = channels ? input.shape.channels / fold.simd : linear.groups
    let repeats = channels ? 1 : linear.outputs / linear.groups / fold.pe
    try window(linear.geometry, input: input, groups: groups, repeats: repeats, padding: input.zeroPointCode)
    let arithmetic = LinearArithmetic(
      weight: linear.weightFormat, input: input.format, multiplier: linear.multiplier,
      accumulator: accumulator, isRounded: linear.accumulator == .rounded,
      affine: linear.affine, rounding: Rounding(format: output.format, lowest: linear.lowest, highest: linear.highest))
    let pixels = output.shape.pixels
    if channels {
      try append(
        "lanes",
        Lanes(
          lanes: fold.simd, taps: linear.geometry.taps, channels: linear.outputs, pixels: pixels,
          arithmetic: arithmetic, weights: linear.unitWeights ? nil : linear.channelWeights))
    } else {
      try append(
        "matrix",
        Matrix(
          simd: fold.simd, pe: fold.pe, inputsPerOutput: linear.terms,
          outputsPerGroup: linear.outputs / linear.groups, groups: linear.groups, pixels: pixels,
          arithmetic: arithmetic, weights: linear.groupedWeights))
    }
  }

  mutating func maximum(_ pool: WindowMaximum, input: TensorType, fold: Fold) throws(Failure) {
    try convert(to: fold.simd)
    try window(
      pool.geometry, input: input, groups: input.shape.channels / fold.simd, repeats: 1,
      padding: input.format.number.lowestCode)
    try append("maximum", Maximum(format: input.format, lanes: fold.simd, taps: pool.geometry.taps))
  }

  mutating func table(
    _ table: CodeTable, input: TensorType, output: TensorType, fold: Fold
  ) throws(Failure) {
    try convert(to: fold.simd)
    try append(
      "table",
      Table(
        lanes: fold.simd, input: input.format, output: output.format,
        entries: Tensor(shape: [table.entries.count], values: table.entries)))
  }

  mutating func sum(_ sum: ScaledSum, inputs: [TensorType], output: TensorType, fold: Fold) throws(Failure) {
    for index in carriers.indices {
      try convert(to: fold.simd, stream: index)
      try append("fifo", Fifo(depth: 2), to: index)
    }
    try append(
      "sum",
      Sum(
        lanes: fold.simd, inputs: inputs.map(\.format), affine: sum.affine,
        rounding: Rounding(format: output.format, lowest: sum.lowest, highest: sum.highest)))
  }

  mutating func argmax(input: TensorType) throws(Failure) {
    try append(
      "argmax", ArgmaxStage(format: input.format, lanes: stream.lanes, channels: input.shape.channels))
  }

  /// Windows over the tensor, unless each word is used once, in the order in which it comes.
  private mutating func window(
    _ geometry: Geometry, input: TensorType, groups: Int, repeats: Int, padding: UInt32
  ) throws(Failure) {
    if geometry.isPointwise && repeats == 1 { return }
    try append(
      "window",
      Window(input: input.shape, geometry: geometry, groups: groups, repeats: repeats, padCode: padding))
  }
}

private func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
