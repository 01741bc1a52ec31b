import Foundation
package import NetworkIR

/// What an optimizer remembers between steps.
package struct OptimizerState: Sendable, Hashable {
  /// SGD's velocity, or the gradient's mean.
  package var first: [Float]
  /// The mean of the gradient's squares; empty for SGD.
  package var second: [Float]
  /// Steps that were taken.
  package var steps: Int

  /// The state before the first step over so many values.
  package init(_ recipe: Recipe, count: Int) {
    first = [Float](repeating: 0, count: count)
    second = recipe.optimizer == .sgd ? [] : first
    steps = 0
  }

  /// A state that was kept.
  package init(first: [Float], second: [Float], steps: Int) {
    self.first = first
    self.second = second
    self.steps = steps
  }
}

/// SGD with momentum, Adam and AdamW.
///
/// Sources: Kingma & Ba, arXiv 1412.6980; Loshchilov & Hutter, arXiv 1711.05101. SGD's velocity is PyTorch's:
/// `v = momentum * v + gradient`, `w = w - rate * v`.
package struct OptimizerRule: Sendable {
  private let recipe: Recipe
  /// Values that decay.
  private let decaying: [Range<Int>]
  /// Where the values of parameters end; learned steps follow, which stay positive.
  private let end: Int

  /// The rule of a recipe for the parameters of a network.
  package init(_ recipe: Recipe, _ parameters: [TrainableNetwork.Parameter]) {
    self.recipe = recipe
    end = parameters.map(\.range.upperBound).max() ?? 0
    decaying = recipe.weightDecay > 0 ? parameters.filter { $0.role == .weights }.map(\.range) : []
  }

  /// One step; the gradient is shortened to the recipe's limit first.
  package func step(_ values: inout [Float], _ gradient: [Float], _ state: inout OptimizerState, rate: Double) {
    var gradient = gradient
    if let limit = recipe.gradientLimit {
      let length = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      if length > limit { for place in gradient.indices { gradient[place] *= Float(limit / length) } }
    }
    let decay = Float(recipe.weightDecay)
    for range in decaying {
      if recipe.optimizer == .adamw {
        for place in range { values[place] -= Float(rate) * decay * values[place] }
      } else {
        for place in range { gradient[place] += decay * values[place] }
      }
    }
    state.steps += 1
    let scales = Array(values[min(end, values.count)...])
    switch recipe.optimizer {
    case .sgd: descend(&values, gradient, &state, Float(rate))
    case .adam, .adamw: adapt(&values, gradient, &state, rate)
    }
    for (place, scale) in zip(end..., scales) {
      // Adam's moves are as long as the rate, whatever a value's size: of steps, which are small, it is the rate's share.
      if recipe.optimizer != .sgd { values[place] = scale + scale * (values[place] - scale) }
      values[place] = max(values[place], scale / 2, 1e-30)
    }
  }

  private func descend(_ values: inout [Float], _ gradient: [Float], _ state: inout OptimizerState, _ rate: Float) {
    let momentum = Float(recipe.momentum)
    for place in values.indices {
      state.first[place] = momentum * state.first[place] + gradient[place]
      values[place] -= rate * state.first[place]
    }
  }

  private func adapt(_ values: inout [Float], _ gradient: [Float], _ state: inout OptimizerState, _ rate: Double) {
    let (beta1, beta2, epsilon) = (Float(recipe.beta1), Float(recipe.beta2), Float(recipe.epsilon))
    let rest1 = pow(recipe.beta1, Double(state.steps))
    let rest2 = pow(recipe.beta2, Double(state.steps))
    let size = Float(rate / (1 - rest1))
    let unbiased = Float(1 / (1 - rest2).squareRoot())
    for place in values.indices {
      let slope = gradient[place]
      state.first[place] = beta1 * state.first[place] + (1 - beta1) * slope
      state.second[place] = beta2 * state.second[place] + (1 - beta2) * slope * slope
      values[place] -= size * state.first[place] / (state.second[place].squareRoot() * unbiased + epsilon)
    }
  }
}
