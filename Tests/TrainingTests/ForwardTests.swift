import Arithmetic
import Import
import Layers
import ModelTools
import NetworkIR
import ONNX
import Quantize
import QuantizedIR
import Support
import Testing

@testable import Training

/// A step goes forward by what the golden model computes.
@Suite struct ForwardTests {
  /// Convolutions with padding, a depthwise one, pools and a dense layer; nothing depends on a batch's statistics.
  private static func model() throws -> TrainableNetwork {
    var proto = TinyModel.makeFloats()
    proto.graph.initializer = [
      TinyModel.floats("w", [4, 2, 3, 3]), TinyModel.floats("w1", [4, 1, 3, 3]), TinyModel.floats("v", [4, 3]),
      TinyModel.floats("b", [3]),
    ]
    proto.graph.node = [
      TinyModel.node("Conv", ["x", "w"], ["c"], ["pads": [1, 1, 1, 1]]), TinyModel.node("Relu", ["c"], ["r"]),
      TinyModel.node("MaxPool", ["r"], ["p"], ["kernel_shape": [2, 2], "strides": [2, 2]]),
      TinyModel.node("Conv", ["p", "w1"], ["d"], ["group": [4], "pads": [1, 1, 1, 1]]),
      TinyModel.node("LeakyRelu", ["d"], ["l"]), TinyModel.node("Add", ["l", "p"], ["s"]),
      TinyModel.node("GlobalAveragePool", ["s"], ["a"]), TinyModel.node("Flatten", ["a"], ["f"]),
      TinyModel.node("Gemm", ["f", "v", "b"], ["y"]),
    ]
    return try TinyTraining.model(proto)
  }

  static let plans = [
    "{}", "defaults: {weights: 'fixed<4>', activations: 'fixed<6>'}", "defaults: {weights: ternary}",
    "defaults: {weights: 'float<4,3>', activations: fp16}",
    "defaults: {weights: 'posit<8,1>', activations: 'posit<16,1>'}",
    "defaults: {multiplier: mitchell}", "defaults: {multiplier: 'mitchell-w<4>'}\nfit-weights: false",
    "defaults: {multiplier: mitchell}\ncorrect-batch-norm: false",
    "defaults: {weights: 'posit<8,1>', activations: 'posit<8,1>', multiplier: plam}",
    "defaults: {weights: fp16, activations: fp16, accumulator: rounded}",
    "layers: {Conv_c: {accumulator: 'window<24,3>'}, Gemm_y: {accumulator: 'window<24,2>'}}",
  ]

  @Test(arguments: plans) func lossesAreThoseOfTheGoldenModel(_ text: String) throws {
    try Self.check(text, Recipe())
  }

  static let quantizers: [(Recipe.Quantizer, Recipe.Quantizer, String)] = [
    (.lsq, .lsq, "defaults: {weights: 'fixed<3>', activations: 'ufixed<4>'}\nlayers: {Conv_d: {weights: binary}}"),
    (.lsq, .lsq, "defaults: {weights: ternary, activations: 'fixed<5>'}"),
    (.lsq, .plan, "defaults: {weights: 'fixed<4>'}"),
    (.plan, .lsq, "defaults: {weights: 'float<4,3>'}"),
    (.lsq, .lsq, "defaults: {weights: 'fixed<5>', multiplier: mitchell}"),
    (.dorefa, .dorefa, "defaults: {weights: 'fixed<3>', activations: 'ufixed<2>'}"),
    (
      .dorefa, .plan,
      "defaults: {weights: 'fixed<4>', multiplier: 'mitchell-w<4>'}\nlayers: {Gemm_y: {weights: binary, multiplier: xor-sign}}"
    ),
    (.plan, .plan, "defaults: {weights: 'fixed<4>', weight-scale: 0.07}"),
  ]

  /// Steps that are not those of the start; tensors that share a scale.
  @Test(arguments: quantizers) func trainedScalesAreThoseOfTheGoldenModel(
    _ weights: Recipe.Quantizer, _ activations: Recipe.Quantizer, _ text: String
  ) throws {
    var recipe = Recipe()
    (recipe.weightQuantizer, recipe.activationQuantizer) = (weights, activations)
    try Self.check(text, recipe)
  }

  /// Two results that a concatenation joins have one step, and a pool behind it has their codes.
  @Test func joinedResultsShareAStep() throws {
    var proto = TinyModel.makeFloats()
    proto.graph.initializer = [
      TinyModel.floats("w", [4, 2, 3, 3]), TinyModel.floats("w2", [4, 2, 3, 3]), TinyModel.floats("v", [8, 3]),
    ]
    proto.graph.node = [
      TinyModel.node("Conv", ["x", "w"], ["c"], ["pads": [1, 1, 1, 1]]), TinyModel.node("Relu", ["c"], ["r"]),
      TinyModel.node("Conv", ["x", "w2"], ["e"], ["pads": [1, 1, 1, 1]]), TinyModel.node("Relu", ["e"], ["g"]),
      TinyModel.node("Concat", ["r", "g"], ["k"], ["axis": [1]]),
      TinyModel.node("MaxPool", ["k"], ["p"], ["kernel_shape": [2, 2], "strides": [2, 2]]),
      TinyModel.node("GlobalAveragePool", ["p"], ["a"]), TinyModel.node("Flatten", ["a"], ["f"]),
      TinyModel.node("Gemm", ["f", "v"], ["y"]),
    ]
    var recipe = Recipe()
    (recipe.weightQuantizer, recipe.activationQuantizer) = (.lsq, .lsq)
    // Those of three layers' weights, of both joined results, and of the average.
    try Self.check(
      "defaults: {weights: 'fixed<4>', activations: 'ufixed<5>'}", recipe, try TinyTraining.model(proto), steps: 5)
  }

  private static func check(
    _ text: String, _ recipe: Recipe, _ model: TrainableNetwork? = nil, steps: Int? = nil
  ) throws {
    let model = try model ?? Self.model()
    let plan = try PlanReader.read(text, file: "plan.yml")
    var values = model.freshWeights(seed: 8).values
    func network(_ values: [Float]) -> Network {
      var network = model.network
      for index in network.nodes.indices {
        guard case .parameters(let own)? = model.sources[network.nodes[index].name],
          var operation = network.nodes[index].operation as? any TrainableOperation
        else { continue }
        var parameters = operation.parameters
        for (number, places) in own.enumerated() { parameters[number] = (places ?? []).map { values[$0] } }
        operation.parameters = parameters
        network.nodes[index].operation = operation
      }
      return network
    }
    let set = TinyTraining.set(48, seed: 61)
    var input = TensorType(shape: set.shape, format: try Format("ufixed<8>"), scale: 1.0 / 255)
    if plan.defaults.activations?.number is PositFormat { input.format = try Format("posit<8,1>") }
    if plan.defaults.activations?.number is FloatFormat { input.format = try Format("fp16") }
    let codes = set.images.map { input.code(Double($0)) }
    let reals = codes.map { Float(input.real($0)) }
    let names = Set(try model.network.fusedLayers().map(\.result))
    let start = network(values)
    let calibration = try Calibration(start, inputs: reals, batch: 48, tensors: names)
    let first = try Quantizer.quantize(start, plan: plan, input: input, calibration: calibration)
    let scales = try TrainedScales(recipe, model, start, first, plan: plan, calibration, values: values)
    if let steps { #expect(scales.steps.count == steps) }
    values += scales.steps.enumerated().map { $1 * (1 + 0.1 * Float($0 % 4)) }
    let (stated, own) = (scales.stated(values), network(scales.written(values)))
    let read = try PlanReader.read(
      plan.stating(first, of: own, input: InputSettings(), results: stated.results, weights: stated.weights).text,
      file: "plan.yml")
    let quantized = try Quantizer.quantize(own, plan: read, input: input, calibration: calibration)
    for tensor in stated.results { #expect(quantized.types[tensor.key].map { $0.scale == tensor.value.scale } ?? true) }
    let arithmetic = try NetworkArithmetic(own, quantized, plan: read, scales: scales)
    let passes = try Backpropagation(model, recipe, arithmetic: arithmetic)
    let coded = TrainingSet(shape: set.shape, layout: set.layout, images: reals, targets: set.targets)
    let found = passes.step(
      values: values, statistics: [], parts: coded.parts(Array(0..<48)[...], Recipe(), epoch: 0), step: 0)
    let type = try #require(quantized.types[quantized.output])
    let scores = GoldenModel(quantized).run(codes, batch: 48).map { Float(type.real($0)) }
    let expected = Loss(Recipe(), classes: 3).evaluate(scores, set.targets, teacher: [], batch: 48)
    #expect(found.correct == expected.correct, "\(text), seed 61")
    // Affines have 16 bits and sums here 24, so a few codes are the neighbours of the golden ones.
    #expect(
      (found.loss - expected.loss / 48).magnitude < 5e-3, "\(text), seed 61: \(found.loss), \(expected.loss / 48)")
    #expect(found.gradient.count == values.count && found.gradient.contains { $0 != 0 })
    for place in values.indices.suffix(scales.steps.count) { #expect(found.gradient[place] != 0, "step \(place)") }
  }

  /// Pools and affines sum without weights; windows there are not what steps go forward by.
  @Test func windowsOfLayersWithoutWeightsAreRefused() throws {
    let model = try Self.model()
    let plan = try PlanReader.read("defaults: {accumulator: 'window<24,3>'}", file: "plan.yml")
    let input = TensorType(
      shape: model.network.input.shape, format: try Format("ufixed<8>"), scale: 1.0 / 255)
    let names = Set(try model.network.fusedLayers().map(\.result))
    let samples = TinyTraining.set(4, seed: 62)
    let quantized = try Quantizer.quantize(
      model.network, plan: plan, input: input,
      calibration: try Calibration(model.network, inputs: samples.images, batch: 4, tensors: names))
    let failure = #expect(throws: Failure.self) {
      try NetworkArithmetic(model.network, quantized, plan: plan)
    }
    #expect(failure?.description.contains("node 'GlobalAveragePool_a'") == true)
  }
}
