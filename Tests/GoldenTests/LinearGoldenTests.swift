import Arithmetic
import BigInt
import Support
import Testing

@testable import QuantizedIR

/// The golden kernels against the law in exact rational arithmetic, on random layers.
struct LinearGoldenTests {
  static let formats = [
    "fixed<8>", "ufixed<8>", "fixed<5,2>", "ufixed<3>", "fixed<16>", "fp16", "bf16", "fp8-e4m3", "fp8-e5m2", "fp32",
    "posit<8,1>", "posit<16,1>", "posit<32,2>", "pow2<4>", "apot<5,2>", "bposit<8,1,3>", "bposit<16,5,6>",
  ]
  static let weightFormats = formats + ["binary", "ternary"]

  /// Every weight format with every third activation format, each activation format with every kind of weights.
  static let pairs = weightFormats.indices.flatMap { w in
    formats.indices.filter { (w + $0) % 3 == 0 }.map { (weightFormats[w], formats[$0]) }
  }

  @Test(arguments: pairs)
  func agreesWithTheLaw(weights: String, activations: String) throws {
    for seed in 0..<2 {
      var random = SplitMix64(
        seed: UInt64(seed) &+ UInt64(bitPattern: Int64((weights + activations).utf8.reduce(7) { $0 &* 31 &+ Int($1) })))
      try check(
        try RandomLinear(
          weights: weights, activations: activations, sums: seed == 1 ? .windows : .exact, using: &random), seed,
        &random)
    }
  }

  @Test(arguments: [
    ("plam", "posit<16,1>", "posit<16,1>"), ("plam+c", "posit<8,0>", "posit<12,2>"),
    ("mitchell", "fixed<16>", "ufixed<8>"),
    ("mitchell<ones>", "fixed<16>", "fixed<16>"), ("mitchell-w<6,ones>", "fixed<32>", "fixed<32>"),
    ("mitchell-w<4>+1", "fixed<8>", "ufixed<8>"), ("mitchell", "bf16", "fp16"), ("mitchell", "fp32", "bf16"),
  ])
  func addsApproximateProducts(multiplier: String, weights: String, activations: String) throws {
    for seed in 0..<4 {
      var random = SplitMix64(seed: UInt64(100 + seed))
      try check(
        try RandomLinear(
          weights: weights, activations: activations, multiplier: multiplier, sums: seed % 2 == 1 ? .windows : .exact,
          using: &random), seed, &random)
    }
  }

  @Test(arguments: ["fp32", "fp16", "bf16", "fp8-e4m3", "float<5,6,ftz>", "posit<8,0>", "posit<16,1>", "posit<32,2>"])
  func roundsEverySum(format: String) throws {
    for seed in 0..<4 {
      var random = SplitMix64(seed: UInt64(200 + seed))
      try check(
        try RandomLinear(weights: format, activations: format, sums: .rounded, using: &random), seed, &random)
    }
  }

  @Test func codesPastTheFormatAreRefused() throws {
    var random = SplitMix64(seed: 6)
    var layer = try RandomLinear(weights: "fixed<4>", activations: "ufixed<8>", sums: .exact, using: &random)
    try layer.linear.verify(inputs: [layer.input], output: layer.output)
    layer.linear.weights.values[0] = 1 << 16
    let failure = #expect(throws: Failure.self) { try layer.linear.verify(inputs: [layer.input], output: layer.output) }
    #expect(failure?.description.contains("a weight's code has no value") == true)
  }

  @Test func otherAccumulatorsAreRefused() throws {
    var random = SplitMix64(seed: 7)
    var layer = try RandomLinear(weights: "fixed<4>", activations: "ufixed<8>", sums: .exact, using: &random)
    layer.linear.accumulatorShape.width -= 1
    let failure = #expect(throws: Failure.self) { try layer.linear.verify(inputs: [layer.input], output: layer.output) }
    #expect(failure?.description.contains("its accumulator has") == true)
  }

  private func check(_ layer: RandomLinear, _ seed: Int, _ random: inout SplitMix64) throws {
    try layer.linear.verify(inputs: [layer.input], output: layer.output)
    let codes = (0..<2 * layer.input.shape.count).map { _ in randomCode(layer.input.format, using: &random) }
    let network = QuantizedNetwork(
      name: "random", inputName: "input", input: layer.input, streamAxes: [0, 1, 2], modelShape: [1, 1, 1],
      nodes: [QuantizedNode(name: "layer", operation: .linear(layer.linear), inputs: ["input"], type: layer.output)],
      output: "layer")
    let oracle = LinearOracle(
      linear: layer.linear, input: layer.input, output: layer.output,
      lsb: layer.linear.accumulatorShape.lsb)
    let size = layer.input.shape.count
    let expected = oracle.run(Array(codes[..<size])) + oracle.run(Array(codes[size...]))
    #expect(GoldenModel(network).run(codes, batch: 2) == expected, "seed \(seed), \(layer.linear)")
  }
}

/// A code that has a value.
func randomCode(_ format: Format, using random: inout SplitMix64) -> UInt32 {
  while true {
    let code = UInt32(truncatingIfNeeded: random.next()) & (UInt32.max >> UInt32(32 - format.width))
    if format.number.value(of: code) != nil { return code }
  }
}

/// A layer of random geometry, weights and affine whose results spread over the output's codes.
struct RandomLinear {
  var linear: Linear
  var input: TensorType
  var output: TensorType

  enum Sums { case exact, windows, rounded }

  init(
    weights: String, activations: String, multiplier: String? = nil, sums: Sums, using random: inout SplitMix64
  ) throws {
    let groups = Int.random(in: 1...2, using: &random)
    func axis() -> Geometry.Axis {
      Geometry.Axis(
        kernel: .random(in: 1...3, using: &random), stride: .random(in: 1...2, using: &random),
        dilation: .random(in: 1...2, using: &random), before: .random(in: 0...2, using: &random),
        after: .random(in: 0...2, using: &random))
    }
    let geometry = Geometry(rows: axis(), columns: axis())
    let depthwise = Bool.random(using: &random)
    let perGroup = depthwise ? 1 : Int.random(in: 1...3, using: &random)
    let outputs = groups * (depthwise ? 1 : Int.random(in: 1...3, using: &random))
    let shape = Shape(
      height: .random(in: 5...6, using: &random), width: .random(in: 5...6, using: &random),
      channels: groups * perGroup)
    let format = try Format(activations)
    let isInteger = format.number is FixedFormat || format.number is UnsignedFixedFormat
    input = TensorType(shape: shape, format: format, zeroPoint: isInteger ? Int.random(in: 0...1, using: &random) : 0)
    output = TensorType(
      shape: geometry.output(of: shape, channels: outputs),
      format: try Format(LinearGoldenTests.formats.randomElement(using: &random) ?? ""))
    let weightFormat = try Format(weights)
    let shapes = [outputs, geometry.rows.kernel, geometry.columns.kernel, perGroup]
    let codes = (0..<shapes.reduce(1, *)).map { _ in randomCode(weightFormat, using: &random) }
    linear = try Linear(
      geometry: geometry, groups: groups, weights: Tensor(shape: shapes, values: codes), weightFormat: weightFormat,
      multiplier: try multiplier.map { try NamedMultiplier($0) } ?? .natural(weight: weightFormat),
      accumulator: sums == .rounded ? .rounded : .exact, input: format,
      affine: Affine(multipliers: [], offsets: [], exponent: 0, multiplierWidth: 12),
      lowest: output.format.number.lowestCode, highest: output.format.number.highestCode)
    if sums == .windows {
      let exact = linear.accumulatorShape
      let (lsb, width) = (exact.lsb, exact.width)
      try linear.accumulate(.window(msb: lsb + max(2, width * 2 / 3), lsb: lsb + width / 4), input: format)
    }
    let sum = linear.accumulatorShape
    let top = sum.lsb + sum.width
    let codeTop = Int(output.format.limits.high.exponent)
    linear.affine = Affine(
      multipliers: (0..<outputs).map { _ in Int.random(in: -2048...2047, using: &random) },
      offsets: (0..<outputs).map { _ in BigInt(Int.random(in: -100_000...100_000, using: &random)) },
      exponent: min(codeTop, 16) - 8 - (top - sum.lsb), multiplierWidth: 12)
    if Int.random(in: 0..<3, using: &random) == 0 {
      // Borders as long as the sums that occur, or longer than any.
      let length = Int.random(in: 0..<3, using: &random) == 0 ? 200 : Int.random(in: 1...sum.width, using: &random)
      linear.affine.below = Affine.Below(
        borders: (0..<outputs).map { _ in BigInt(Int.random(in: -3...3, using: &random)) << (length - 1) / 2 },
        multipliers: (0..<outputs).map { _ in Int.random(in: -2048...2047, using: &random) },
        offsets: (0..<outputs).map { _ in BigInt(Int.random(in: -100_000...100_000, using: &random)) })
    }
    if Bool.random(using: &random) { linear.lowest = output.format.number.encode(.zero) }
  }
}
