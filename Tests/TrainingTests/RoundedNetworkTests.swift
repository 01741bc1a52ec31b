import Arithmetic
import ModelTools
import NetworkIR
import ONNX
import Support
import Testing

@testable import Training

/// Steps in which every operation is rounded to one format.
@Suite struct RoundedNetworkTests {
  private static func recipe(_ format: String, batch: Int = 24) throws -> Recipe {
    var recipe = Recipe()
    recipe.numbers = Recipe.Numbers(try Format(format))
    recipe.batch = batch
    recipe.epochs = 3
    recipe.optimizer = .sgd
    recipe.rate = 0.05
    return recipe
  }

  private static func parts(_ set: TrainingSet, of size: Int) -> [BatchPart] {
    stride(from: 0, to: set.count, by: size).map { first in
      let own = first..<min(set.count, first + size)
      let images = set.images[own.lowerBound * set.shape.count..<own.upperBound * set.shape.count]
      return BatchPart(inputs: Array(images), targets: set.targets.of(Array(own)), first: first)
    }
  }

  /// Bit for bit, in coarse formats that saturate and in fine ones; with weights of all sizes, whose sums cancel.
  @Test(
    arguments: [
      "posit<6,0>", "posit<8,0>", "posit<8,2>", "posit<16,1>", "posit<32,2>", "bposit<8,1,3>", "float<3,2>",
      "float<4,3,finite>", "bf16", "fp32",
    ], [1, 40])
  func everyOperationIsRoundedOnce(_ format: String, size: Double) throws {
    let recipe = try Self.recipe(format)
    let numbers = try #require(recipe.numbers)
    let model = try TinyTraining.model()
    let network = try RoundedNetwork(model, recipe, numbers)
    let set = TinyTraining.set(3, seed: 61)
    let values = network.rounding.values(model.freshWeights(seed: 7).values.map { Double($0) * size })
    let statistics = network.rounding.values(model.statistics.map { Double($0) })
    let found = network.gradients(values: values, statistics: statistics, parts: Self.parts(set, of: 2))
    let reference = RoundedReference(model: model, format: numbers.format, scale: recipe.lossScale)
    let expected = reference.run(
      values: values, statistics: statistics,
      inputs: (0..<3).map { Array(set.images[$0 * set.shape.count..<($0 + 1) * set.shape.count]) },
      labels: set.targets.labels)
    #expect(found.problem == nil)
    #expect(found.values == expected.gradient)
    #expect(found.statistics == expected.statistics)
    // Large weights leave the softmax no doubt, and formats that saturate at small values no small gradient.
    #expect(found.values.contains { $0 != 0 } || size > 1 || format.hasSuffix("finite>"))
  }

  /// Transposed convolutions, padding, crops, joins and repetitions have the gradient that floats have, nearly.
  @Test func movedElementsPassGradients() throws {
    var proto = TinyModel.makeMoves()
    proto.graph.node.removeLast()
    proto.graph.initializer += [TinyModel.floats("head", [3, 4, 1, 1])]
    proto.graph.node += [
      TinyModel.node("Conv", ["u", "head"], ["z"]), TinyModel.node("GlobalAveragePool", ["z"], ["p2"]),
      TinyModel.node("Flatten", ["p2"], ["y"]),
    ]
    let model = try TinyTraining.model(proto)
    let recipe = try Self.recipe("posit<32,2>", batch: 4)
    let network = try RoundedNetwork(model, recipe, try #require(recipe.numbers))
    let set = TinyTraining.set(5, seed: 32, shape: model.network.input.shape)
    let values = model.freshWeights(seed: 4).values
    let found = network.gradients(values: values.map { Double($0) }, statistics: [], parts: Self.parts(set, of: 2))
    let floats = try Backpropagation(model, Recipe(), arithmetic: nil).step(
      values: values, statistics: [], parts: Self.parts(set, of: 2), step: 0)
    let largest = floats.gradient.map(\.magnitude).max() ?? 0
    #expect(largest > 0)
    // 32-bit floats' sums of some hundred terms are off by less.
    for (own, other) in zip(found.values, floats.gradient) {
      #expect((own / recipe.lossScale - Double(other)).magnitude <= 1e-4 * Double(largest))
    }
  }

  /// How a batch is cut into parts, and so how many cores there are, changes no bit.
  @Test(arguments: ["posit<8,0>", "posit<16,1>", "posit<32,2>"])
  func partsOfABatchChangeNothing(_ format: String) throws {
    let recipe = try Self.recipe(format)
    let model = try TinyTraining.model()
    let network = try RoundedNetwork(model, recipe, try #require(recipe.numbers))
    let set = TinyTraining.set(24, seed: 62)
    let state = TrainingState(model.freshWeights(seed: 2), recipe)
    let results = [1, 5, 16, 24].map { size in
      var state = state
      for _ in 0..<3 { _ = network.step(&state, parts: Self.parts(set, of: size), rate: 0.05) }
      return state
    }
    for result in results {
      #expect(result.weights == results[0].weights && result.remainders == results[0].remainders)
      #expect(result.optimizer == results[0].optimizer)
    }
    #expect(results[0].weights != state.weights)
  }

  // MARK: trainings

  private static func run(_ recipe: Recipe, from state: TrainingState? = nil, end: Int? = nil) throws -> (
    state: TrainingState, host: TinyTraining.Host
  ) {
    let model = try TinyTraining.model()
    let set = TinyTraining.set(100, seed: 41)
    let host = TinyTraining.Host(model: model, set: set, end: end)
    let trainer = try Trainer(model, recipe, phases: recipe.phases(narrowest: 8), set, indices: Array(0..<90))
    return (try trainer.run(state ?? TrainingState(model.freshWeights(seed: recipe.seed), recipe), host), host)
  }

  /// Through the checkpoint's bytes, which hold numbers of more bits than 32-bit floats have.
  @Test(
    arguments: [
      ("posit<16,1>", Recipe.Optimizer.sgd), ("posit<32,2>", .adam), ("posit<32,2>", .sgd), ("bf16", .adamw),
    ])
  func resumingGivesTheSameBits(_ format: String, _ optimizer: Recipe.Optimizer) throws {
    var recipe = try Self.recipe(format)
    recipe.optimizer = optimizer
    recipe.weightDecay = 0.01
    recipe.augmentation.flip = true
    let whole = try Self.run(recipe, end: 5)
    let identity = TrainingIdentity(model: "m", plan: "p", images: "i", labels: "l", recipe: "r", isFresh: true)
    let bytes = try Checkpoint.bytes(try #require(whole.host.kept.last), identity)
    let start = TrainingState(try TinyTraining.model().freshWeights(seed: 99), recipe)
    let resumed = try Self.run(recipe, from: try Checkpoint.state(bytes, file: "checkpoint", identity, like: start))
    #expect(resumed.state.weights == whole.state.weights && resumed.state.optimizer == whole.state.optimizer)
    #expect(resumed.state.remainders == whole.state.remainders)
    #expect(resumed.state.rows.map(\.loss) == whole.state.rows.map(\.loss))
    #expect(whole.state.remainders.values.contains { $0 != 0 } == (format == "posit<32,2>"))
  }

  /// Sums are exact, so neither BLAS nor the processor has a say.
  @Test func aShortTrainingEndsInItsBits() throws {
    let state = try Self.run(try Self.recipe("posit<16,1>")).state
    let digest = SHA256.hex(
      of: state.weights.values.flatMap { value in withUnsafeBytes(of: value.bitPattern, Array.init) })
    #expect(digest == "fd889feebc3f2be90baa4e2c104d84a866e2561e57bb11c9a970d34f124c4599")
  }

  /// All numbers that are kept are the format's.
  @Test(arguments: ["posit<10,0>", "posit<16,1>", "float<5,10>"]) func trainingsLearnInTheFormat(_ text: String) throws
  {
    let recipe = try Self.recipe(text)
    let rounding = NumberRounding(try #require(recipe.numbers).operations())
    let state = try Self.run(recipe).state
    let kept = [state.weights.values, state.weights.statistics, state.optimizer.first].joined().map { Double($0) }
    #expect(kept == rounding.values(kept))
    #expect(state.rows[3].loss < state.rows[1].loss)
  }

  @Test func whatCannotBeRoundedIsRefused() throws {
    func message(_ format: String, _ change: (inout Recipe) -> Void = { _ in }) throws -> String {
      var recipe = try Self.recipe(format)
      change(&recipe)
      let (model, numbers) = (try TinyTraining.model(), try #require(recipe.numbers))
      do throws(Failure) {
        _ = try RoundedNetwork(model, recipe, numbers)
        return ""
      } catch { return error.description }
    }
    #expect(try message("posit<16,1>").isEmpty)
    #expect(try message("fixed<8>").contains("'fixed<8,0>' has no arithmetic of its own"))
    #expect(try message("posit<32,3>").contains("that 32-bit floats, in which models are kept, cannot hold"))
    #expect(
      try message("posit<16,1>") { ($0.dropout, $0.average) = (0.1, 0.9) }.contains(
        "'dropout', 'average' cannot be had with 'numbers'"))
    #expect(try message("posit<16,1>") { $0.numbers?.fastSigmoid = true }.contains("has no fast sigmoid"))
    #expect(try message("posit<16,0>") { $0.numbers?.fastSigmoid = true }.isEmpty)
  }
}
