import Arithmetic
import Foundation
import NetworkIR
import Support
import Testing

@testable import Training

/// Optimizers whose operations are rounded one by one, against their definition on exact numbers.
@Suite struct RoundedOptimizerTests {
  @Test(arguments: Recipe.Optimizer.allCases, ["posit<8,1>", "posit<16,1>", "posit<32,2>", "float<4,3>", "fp32"])
  func everyOperationIsRoundedOnce(_ kind: Recipe.Optimizer, _ text: String) throws {
    var recipe = Recipe()
    recipe.optimizer = kind
    recipe.rate = 0.03
    recipe.weightDecay = 0.01
    recipe.epsilon = 1e-3
    recipe.batch = 40
    recipe.numbers = Recipe.Numbers(try Format(text))
    let model = try TinyTraining.model()
    let reference = RoundedReference(model: model, format: try Format(text), scale: recipe.lossScale)
    #expect(reference.scale == 32)
    let rounding = NumberRounding(try #require(recipe.numbers).operations())
    var random = SplitMix64(seed: 81)
    let start = TrainingState(model.freshWeights(seed: 5), recipe)
    var state = ExactState(start, rounding)
    var expected = state
    let optimizer = RoundedOptimizer(recipe, rounding, model.parameters)
    for step in 1...3 {
      let gradient = state.values.map { _ in rounding.value(Double.random(in: -4...4, using: &random)) }
      optimizer.step(&state, gradient, rate: recipe.rate)
      for parameter in model.parameters {
        for place in parameter.range {
          let decay = parameter.role == .weights ? recipe.weightDecay : 0
          Self.step(&expected, place, gradient[place], recipe, decay: decay, Double(step), reference)
        }
      }
      #expect(state.values == expected.values)
      #expect(state.first == expected.first && state.second == expected.second)
    }
    #expect(state.values != ExactState(start, rounding).values)
  }

  private static func step(
    _ state: inout ExactState, _ place: Int, _ gradient: Double, _ recipe: Recipe, decay: Double, _ step: Double,
    _ format: RoundedReference
  ) {
    let (w, scale) = (state.values[place], format.scale)
    let rate = format.round(recipe.rate)
    guard recipe.optimizer != .sgd else {
      let pull = decay == 0 ? 0 : format.round(decay) * scale
      state.first[place] = format.sum((format.round(recipe.momentum), state.first[place]), (gradient, 1), (pull, w))
      state.values[place] = format.sum((w, 1), (-rate / scale, state.first[place]))
      return
    }
    let isDecoupled = recipe.optimizer == .adamw
    let slope = isDecoupled || decay == 0 ? gradient : format.sum((gradient, 1), (format.round(decay) * scale, w))
    state.first[place] = format.sum(
      (format.round(recipe.beta1), state.first[place]), (format.round(1 - recipe.beta1), slope))
    state.second[place] = format.sum(
      (format.round(recipe.beta2), state.second[place]),
      (format.round(1 - recipe.beta2), format.product(slope, slope)))
    let mean = format.product(state.first[place], format.round(1 / (1 - pow(recipe.beta1, step))))
    let square = format.product(state.second[place], format.round(1 / (1 - pow(recipe.beta2, step))))
    let divisor = format.sum((format.round(square.squareRoot()), 1), (format.round(recipe.epsilon * scale), 1))
    let move = divisor == 0 ? 0 : format.round(format.exact(mean), over: format.exact(divisor))
    let pull = isDecoupled && decay > 0 ? format.round(recipe.rate * decay) : 0
    state.values[place] = format.sum((w, 1), (-rate, move), (-pull, w))
  }
}
