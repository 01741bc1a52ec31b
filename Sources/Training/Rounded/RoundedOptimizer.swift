internal import Foundation
internal import NetworkIR

/// SGD with momentum, Adam and AdamW with every operation rounded; see `OptimizerRule`.
///
/// Gradients come multiplied by the loss's scale and stay so, as do velocity and means: numbers near 1 are the densest
/// posits. A power of two shifts products in a quire, so the rate is divided by the scale exactly. A sum of products is one
/// operation: `v = momentum * v + g` and `w = w - rate / scale * v` are rounded once each.
struct RoundedOptimizer: Sendable {
  let recipe: Recipe
  let rounding: NumberRounding
  /// Whether a value decays.
  let decays: [Bool]

  init(_ recipe: Recipe, _ rounding: NumberRounding, _ parameters: [TrainableNetwork.Parameter]) {
    (self.recipe, self.rounding) = (recipe, rounding)
    decays = parameters.flatMap { parameter in
      parameter.range.map { _ in recipe.weightDecay > 0 && parameter.role == .weights }
    }
  }

  /// Constants of one step, rounded.
  private struct Constants {
    var rate: Double
    var decay: Double
    var scaledDecay: Double
    var momentum: Double
    var beta1: Double
    var rest1: Double
    var beta2: Double
    var rest2: Double
    var epsilon: Double
    /// What the means are multiplied by as they started from 0.
    var first: Double
    var second: Double
  }

  func step(_ state: inout ExactState, _ gradient: [Double], rate: Double) {
    state.steps += 1
    let constants = constants(rate: rate, step: Double(state.steps))
    for place in gradient.indices {
      switch recipe.optimizer {
      case .sgd: descend(&state, place, gradient[place], constants)
      case .adam, .adamw: adapt(&state, place, gradient[place], constants)
      }
    }
  }

  private func constants(rate: Double, step: Double) -> Constants {
    let (scale, value) = (recipe.lossScale, { rounding.value($0) })
    return Constants(
      rate: value(rate), decay: value(rate * recipe.weightDecay), scaledDecay: value(recipe.weightDecay) * scale,
      momentum: value(recipe.momentum), beta1: value(recipe.beta1), rest1: value(1 - recipe.beta1),
      beta2: value(recipe.beta2), rest2: value(1 - recipe.beta2), epsilon: value(recipe.epsilon * scale),
      first: value(1 / (1 - pow(recipe.beta1, step))), second: value(1 / (1 - pow(recipe.beta2, step))))
  }

  private func descend(_ state: inout ExactState, _ place: Int, _ gradient: Double, _ constants: Constants) {
    let value = state.values[place]
    let velocity = rounding.sum(
      constants.momentum, state.first[place], 1, gradient, decays[place] ? constants.scaledDecay : 0, value)
    state.first[place] = velocity
    state.values[place] = rounding.sum(1, value, -constants.rate / recipe.lossScale, velocity)
  }

  private func adapt(_ state: inout ExactState, _ place: Int, _ gradient: Double, _ constants: Constants) {
    let value = state.values[place]
    let isDecoupled = recipe.optimizer == .adamw
    let slope =
      decays[place] && !isDecoupled ? rounding.sum(1, gradient, constants.scaledDecay, value) : gradient
    let mean = rounding.sum(constants.beta1, state.first[place], constants.rest1, slope)
    let square = rounding.sum(constants.beta2, state.second[place], constants.rest2, rounding.product(slope, slope))
    (state.first[place], state.second[place]) = (mean, square)
    let root = rounding.value(rounding.product(square, constants.second).squareRoot())
    let divisor = rounding.sum(1, root, 1, constants.epsilon)
    let step = divisor == 0 ? 0 : rounding.quotient(rounding.product(mean, constants.first), divisor)
    state.values[place] = rounding.sum(
      1, value, -constants.rate, step, decays[place] && isDecoupled ? -constants.decay : 0, value)
  }
}
