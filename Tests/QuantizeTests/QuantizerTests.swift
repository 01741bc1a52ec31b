import Arithmetic
import Layers
import NetworkIR
import Quantize
import QuantizedIR
import Support
import Testing

struct QuantizerTests {
  /// A dense layer, a batch norm, a relu and a second dense layer.
  private static func network(weights: [Float] = [1, -1, 0.5, 0.25, -0.5, 1]) -> Network {
    let input = Shape(channels: 3)
    let hidden = Shape(channels: 2)
    return Network(
      name: "small", input: NetworkInput(name: "x", shape: input, modelShape: [3], streamAxes: [0]),
      nodes: [
        NetworkNode(
          name: "fc1", origin: "fc1",
          operation: Dense(weights: Tensor(shape: [2, 3], values: weights), bias: nil), inputs: ["x"], shape: hidden),
        NetworkNode(
          name: "bn", origin: "bn", operation: ChannelAffine(scale: [2, 0.5], shift: [0.125, -0.25]), inputs: ["fc1"],
          shape: hidden),
        NetworkNode(
          name: "relu", origin: "relu", operation: Activation(function: .relu), inputs: ["bn"], shape: hidden),
        NetworkNode(
          name: "fc2", origin: "fc2",
          operation: Dense(weights: Tensor(shape: [1, 2], values: [1, -1]), bias: [0.5]), inputs: ["relu"],
          shape: Shape(channels: 1)),
      ], output: "fc2")
  }

  private static let input = TensorType(
    shape: Shape(channels: 3), format: Format(UnsignedFixedFormat(width: 8)), scale: 1.0 / 256, zeroPoint: 100)

  private static func plan(_ text: String) throws -> Plan { try PlanReader.read(text, file: "plan.yml") }

  /// Formats of fewer bits, stated or not, have as many as are asked for; the others stay as they are.
  @Test func plansAreWidened() throws {
    func formats(_ text: String, _ bits: Int) throws -> [String] {
      let (network, plan) = (Self.network(), try Self.plan(text).widened(to: bits, Self.network()))
      return try network.fusedLayers().filter { $0.node.operation is Dense }.flatMap { layer in
        let settings = plan.settings(of: layer, isLast: layer.result == network.output)
        return [settings.weights, settings.activations].map { "\($0)" }
      }
    }
    let (four, ten) = (try formats("{}", 4), try formats("{}", 10))
    #expect(four == ["fixed<8,0>", "ufixed<8,0>", "fixed<8,0>", "fixed<16,0>"])
    #expect(ten == ["fixed<10,0>", "ufixed<10,0>", "fixed<10,0>", "fixed<16,0>"])
    let inside =
      "defaults: {weights: binary, multiplier: xor-sign, activations: 'ufixed<2>'}\nlayers: {fc2: {weights: fp16}}"
    let three = try formats(inside, 3)
    #expect(three == ["fixed<3,0>", "ufixed<3,0>", "float<5,10>", "ufixed<3,0>"])
    #expect(try Self.plan(inside).widened(to: 3, Self.network()).defaults.multiplier == nil)
    #expect(try Self.plan(inside).narrowest == 1)
    #expect(try Self.plan("{}").narrowest == 8)
    #expect(try Self.plan("defaults: {weights: fp16, activations: fp16}").narrowest == 16)
  }

  /// Ranges are asked for once, and only where nothing states them.
  @Test func asksForRangesThatItNeeds() throws {
    var asked = 0
    func seen() throws(Failure) -> Calibration {
      asked += 1
      throw Failure(at: "samples", "are not there")
    }
    let float = Self.network()
    let failure = #expect(throws: Failure.self) {
      try Quantizer.quantize(float, plan: Plan(), input: Self.input, calibration: try seen())
    }
    #expect(asked == 1 && failure?.diagnostics.map(\.location) == ["samples"])
    var stated = float
    stated.nodes = [
      NetworkNode(
        name: "q", origin: "q", operation: Quantization(lowest: 0, highest: 15, scale: 0.5, zeroPoint: 0),
        inputs: ["x"], shape: Shape(channels: 3))
    ]
    stated.output = "q"
    let quantized = try Quantizer.quantize(stated, plan: Plan(), input: Self.input, calibration: try seen())
    #expect(asked == 1 && quantized.types["q"]?.scale == 0.5)
  }

  /// The scale of least square error among shrunken ones, by the plain sum.
  @Test(arguments: [("fixed<8>", 1000), ("fixed<4>", 37), ("fixed<3>", 7), ("ufixed<8>", 64)])
  func scalesHaveTheLeastSquareError(format: String, count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    let format = try Format(format)
    let (low, high) = format.limits
    for _ in 0..<20 {
      let values = (0..<count).map { _ in
        let value = Double.random(in: -1...1, using: &random)
        return value * value * value * (low < 0 ? 1 : value < 0 ? -1 : 1)
      }
      let top = values.map { $0 < 0 ? $0 / min(low, -1) : $0 / max(high, 1) }.max() ?? 0
      let scales = (0..<25).map { top * (1 - Double($0) * 0.03) }
      let errors = scales.map { scale in
        values.reduce(0.0) { sum, value in
          let code = min(high, max(low, (value / scale).rounded(.toNearestOrEven)))
          return sum + (code * scale - value) * (code * scale - value)
        }
      }
      let least = errors.min().flatMap { errors.firstIndex(of: $0) } ?? 0
      #expect(RangeFit.symmetric(values, format: format) == scales[least])
    }
  }

  @Test func fusesAffineAndRelu() throws {
    let layers = try Self.network().fusedLayers()
    #expect(layers.map(\.members) == [["fc1", "bn", "relu"], ["fc2"]])
    #expect(layers[0].bounds.lower == 0)
    #expect(layers[0].affine.scale == [2, 0.5])
  }

  @Test(arguments: ["fixed<12>", "bf16", "fp32"], ["fp32", "fp16", "fixed<16>", "ufixed<12>"])
  func followsTheFloatNetwork(weights: String, activations: String) throws {
    let network = Self.network()
    let plan = try Self.plan(
      "defaults: {weights: '\(weights)', activations: '\(activations)', affine: 24}\nlayers: {fc2: {activations: fp32}}"
    )
    var random = SplitMix64(seed: 5)
    let codes = (0..<3 * 64).map { _ in UInt32.random(in: 0...255, using: &random) }
    let reals = codes.map { Float(Self.input.real($0)) }
    let tensors = try NetworkExecutor(network).tensors(for: reals, batch: 64)
    let calibration = try Calibration(network, inputs: reals, batch: 64, tensors: ["relu", "fc2"])
    let quantized = try Quantizer.quantize(network, plan: plan, input: Self.input, calibration: calibration)
    let type = try #require(quantized.types[quantized.output])
    let found = GoldenModel(quantized).run(codes, batch: 64).map { type.real($0) }
    for (value, expected) in zip(found, tensors["fc2"] ?? []) {
      // Twelve-bit weights and activations: an error of 2^-11 of a range of about 2, twice.
      #expect(abs(value - Double(expected)) < 0.004)
    }
  }

  @Test func exactTernaryWeightsStayExact() throws {
    let network = Self.network(weights: [1, -1, 0, 0, 1, 1])
    let plan = try Self.plan(
      "defaults: {weights: ternary, activations: fp32, affine: 24}\nlayers: {fc2: {weights: fp32}}")
    let quantized = try Quantizer.quantize(network, plan: plan, input: Self.input, calibration: Calibration())
    let linear = try #require(quantized.nodes[0].operation.linear)
    #expect(linear.weights.values == [0b01, 0b11, 0, 0, 0b01, 0b01])
    #expect(linear.multiplier.description == "gated")
  }

  /// Weights that the model has as codes keep them, unless the plan names another format.
  @Test(arguments: [("", "fixed<3,0>"), ("weights: fixed<3>", "fixed<3,0>"), ("weights: 'posit<16,1>'", "posit<16,1>")])
  func plansMayChangeStatedWeights(_ line: String, _ expected: String) throws {
    var network = Self.network()
    network.nodes[0].operation = Dense(
      weights: Tensor(shape: [2, 3], values: [0.75, -1, 0.5, 0.25, -0.75, 0.5]), bias: nil,
      grid: WeightGrid(scales: [0.25, 0.25]))
    let plan = try Self.plan("defaults: {activations: fp32, affine: 24}\nlayers: {fc1: {\(line)}}")
    let quantized = try Quantizer.quantize(network, plan: plan, input: Self.input, calibration: Calibration())
    let linear = try #require(quantized.nodes[0].operation.linear)
    #expect("\(linear.weightFormat)" == expected)
  }

  /// One scale for all weights, with which codes are the nearest; formats that have a scale of their own take none.
  @Test(arguments: [
    ("fixed<3>", [2, -2, 1, 0, -1, 2]), ("ternary", [1, -1, 1, 0, -1, 1]), ("binary", [1, -1, 1, 1, -1, 1]),
  ]) func plansStateTheScaleOfWeights(_ format: String, _ expected: [Int]) throws {
    let plan = try Self.plan(
      "defaults: {activations: fp32, affine: 24}\nlayers: {fc1: {weights: \(format), weight-scale: 0.45}}")
    #expect(try Self.plan(plan.text).layers["fc1"]?.weightScale == 0.45)
    let network = Self.network(weights: [1, -1, 0.5, 0.22, -0.5, 1])
    let quantized = try Quantizer.quantize(network, plan: plan, input: Self.input, calibration: Calibration())
    let linear = try #require(quantized.nodes[0].operation.linear)
    let number = linear.weightFormat.number
    let found = linear.weights.values.map { Int(number.value(of: $0)?.double ?? 9) }
    #expect(found == expected)
  }

  @Test(arguments: ["fp16", "posit<8,1>", "pow2<4>", "fixed<8,4>"]) func otherFormatsTakeNoScale(_ format: String)
    throws
  {
    let plan = try Self.plan(
      "defaults: {activations: fp32}\nlayers: {fc1: {weights: '\(format)', weight-scale: 0.5}}")
    let failure = #expect(throws: Failure.self) {
      try Quantizer.quantize(Self.network(), plan: plan, input: Self.input, calibration: Calibration())
    }
    #expect(failure?.description.contains("node 'fc1'") == true)
    #expect(failure?.description.contains("fixed<w>, binary and ternary take one") == true)
  }

  @Test func needsARange() throws {
    let failure = #expect(throws: Failure.self) {
      try Quantizer.quantize(Self.network(), plan: Plan(), input: Self.input, calibration: Calibration())
    }
    #expect(failure?.diagnostics.first?.message.contains("need a range") == true)
  }

  @Test(arguments: [
    ("layers: {nowhere: {}}", "the network has no layer 'nowhere'"),
    ("layers: {bn: {}}", "'bn' is part of the layer 'fc1'; name that one"),
    ("defaults: {activations: fp16, multiplier: xor-sign}", "xor-sign"),
  ])
  func refusesMisfits(text: String, message: String) throws {
    let failure = #expect(throws: Failure.self) {
      try Quantizer.quantize(Self.network(), plan: try Self.plan(text), input: Self.input, calibration: Calibration())
    }
    #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "nothing was thrown")")
  }

  @Test func textFormRoundTrips() throws {
    let plan = try Self.plan("defaults: {weights: fp8-e4m3, activations: fp16}")
    let quantized = try Quantizer.quantize(Self.network(), plan: plan, input: Self.input, calibration: Calibration())
    let text = try TextForm.print(quantized)
    let back = try TextForm.parse(QuantizedNetwork.self, from: text, file: "text")
    try back.verify()
    #expect(try TextForm.print(back) == text)
    let codes: [UInt32] = [0, 128, 255]
    #expect(GoldenModel(back).run(codes, batch: 1) == GoldenModel(quantized).run(codes, batch: 1))
  }

  @Test func startingPlanIsReadBack() throws {
    let network = Self.network()
    let plan = try Self.plan(try PlanWriter.text(for: network))
    try plan.check(layers: try network.fusedLayers())
    #expect(plan.defaults.weights == Plan.weights)
  }
}
