import ModelTools
import NetworkIR
import ONNX
import Support
import Testing

@testable import Training

/// Losses, their gradients, and what is learnt from numbers.
@Suite struct LossTests {
  private static func recipe(_ weight: Double? = nil) -> Recipe {
    var recipe = Recipe()
    recipe.loss = .meanSquaredError
    recipe.distillation = weight.map { Recipe.Distillation(weight: $0) }
    return recipe
  }

  /// By hand: two samples of two outputs, and a quarter from a teacher.
  @Test func squaresAreMeansOverOutputs() {
    let scores: [Float] = [1, 2, 3, 5]
    let plain = Loss(Self.recipe(), classes: 2).evaluate(
      scores, .reals([0, 2, 5, 1], outputs: 2), teacher: [], batch: 2)
    #expect(plain.loss == 0.5 + 10)
    #expect(plain.gradient == [0.5, 0, -1, 2])
    #expect(plain.correct == 0)
    let taught = Loss(Self.recipe(0.25), classes: 2).evaluate(
      scores, .reals([0, 2, 5, 1], outputs: 2), teacher: [1, 4, 3, 1], batch: 2)
    #expect(taught.loss == 0.75 * 10.5 + 0.25 * (2 + 8))
    #expect(taught.gradient == [0.375, -0.25, -0.75, 2])
    let classes = Loss(Self.recipe(), classes: 2).evaluate(scores, .classes([1, 0]), teacher: [], batch: 2)
    #expect(classes.loss == 1 + 14.5)
    #expect(classes.correct == 1)
  }

  /// Against finite differences of the whole network's loss.
  @Test func errorsFollowTheGradient() throws {
    let model = try TinyTraining.model()
    let passes = try Backpropagation(model, Self.recipe(), arithmetic: nil)
    let classes = TinyTraining.set(40, seed: 33)
    var random = SplitMix64(seed: 34)
    let numbers = (0..<120).map { _ in Float.random(in: -1...1, using: &random) }
    let set = TrainingSet(
      shape: classes.shape, layout: classes.layout, images: classes.images, targets: .reals(numbers, outputs: 3))
    let parts = set.parts(Array(0..<40)[...], Recipe(), epoch: 0)
    let values = model.freshWeights(seed: 3).values
    let found = passes.step(values: values, statistics: model.statistics, parts: parts, step: 0)
    for parameter in model.parameters where parameter.role == .weights {
      for place in parameter.range.prefix(6) {
        func loss(_ move: Float) -> Double {
          var moved = values
          moved[place] += move
          return passes.step(values: moved, statistics: model.statistics, parts: parts, step: 0).loss
        }
        let slope = (loss(0x1p-9) - loss(-0x1p-9)) * 0x1p8
        // 32-bit losses over a step of 2^-8, and a maximum or a ReLU that may turn on the way.
        #expect((Double(found.gradient[place]) - slope).magnitude < 3e-3, "\(parameter.name), \(place)")
      }
    }
  }

  /// A linear layer of three inputs comes to the least squares' weights, which the normal equations give.
  @Test func aLinearLayerFindsTheLeastSquares() throws {
    var proto = TinyModel.makeFloats()
    proto.graph.input = [TinyModel.value("x", [0, 3])]
    proto.graph.initializer = [TinyModel.floats("v", [3, 2]), TinyModel.floats("b", [2])]
    proto.graph.node = [TinyModel.node("Gemm", ["x", "v", "b"], ["y"])]
    let model = try TinyTraining.model(proto)
    var random = SplitMix64(seed: 35)
    let images = (0..<300).map { _ in Float.random(in: -1...1, using: &random) }
    let numbers = (0..<200).map { _ in Float.random(in: -1...1, using: &random) }
    let set = TrainingSet(
      shape: Shape(channels: 3), layout: nil, images: images, targets: .reals(numbers, outputs: 2))
    var recipe = Self.recipe()
    recipe.optimizer = .sgd
    let passes = try Backpropagation(model, recipe, arithmetic: nil)
    let rule = OptimizerRule(recipe, model.parameters)
    let parts = set.parts(Array(0..<100)[...], recipe, epoch: 0)
    var state = TrainingState(.init(values: model.values, statistics: []), recipe)
    for step in 0..<300 {
      let found = passes.step(values: state.weights.values, statistics: [], parts: parts, step: step)
      rule.step(&state.weights.values, found.gradient, &state.optimizer, rate: 0.1)
    }
    let tensors = model.tensors(values: state.weights.values, statistics: [])
    let rows = (0..<100).map { sample in images[sample * 3..<sample * 3 + 3].map(Double.init) + [1] }
    for output in 0..<2 {
      let expected = Self.leastSquares(rows, (0..<100).map { Double(numbers[$0 * 2 + output]) })
      let found = (0..<3).map { tensors["v"]![$0 * 2 + output] } + [tensors["b"]![output]]
      for (a, b) in zip(found, expected) { #expect((Double(a) - b).magnitude < 1e-5, "\(found), \(expected)") }
    }
  }

  /// The normal equations by Gauss's elimination.
  private static func leastSquares(_ rows: [[Double]], _ wanted: [Double]) -> [Double] {
    let size = rows[0].count
    var matrix = (0..<size).map { i in
      (0..<size).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } }
        + [zip(rows, wanted).reduce(0) { $0 + $1.0[i] * $1.1 }]
    }
    for pivot in 0..<size {
      for row in 0..<size where row != pivot {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in 0...size { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    return (0..<size).map { matrix[$0][size] / matrix[$0][$0] }
  }

  /// Images that are their own targets are those that a step sees, in the model's order.
  @Test func imagesAreTheirOwnTargets() {
    let set = TrainingSet(
      shape: Shape(channels: 3), layout: nil, images: [1, 2, 3, 4, 5, 6], targets: .reals([], outputs: 3),
      copied: [2, 0, 1])
    let part = set.parts([1, 0], Recipe(), epoch: 0)[0]
    #expect(part.targets == .reals([6, 4, 5, 3, 1, 2], outputs: 3))
    #expect(part.inputs == [4, 5, 6, 1, 2, 3])
    #expect(set.count == 2)
  }

  @Test func theBestIsTheMostAccurateOrTheLeastWrong() {
    #expect(Measure.accuracy.isBetter(0, than: -1) && Measure.error.isBetter(9, than: -1))
    #expect(Measure.accuracy.isBetter(0.5, than: 0.4) && !Measure.accuracy.isBetter(0.4, than: 0.4))
    #expect(Measure.error.isBetter(0.3, than: 0.4) && !Measure.error.isBetter(0.4, than: 0.4))
  }
}
