import Foundation
package import NetworkIR
package import Support

/// What a validation found.
package struct Validation: Sendable {
  /// The share of images that the golden model classifies as labelled, or its outputs' mean squared error.
  package var figure: Double
  /// What forward passes compute with from here on; nil for 32-bit floats.
  package var arithmetic: NetworkArithmetic?

  /// What rounding made of weights.
  package var layers: [LayerWeights]

  /// What the golden model reached, and what holds in the next epoch.
  package init(figure: Double, arithmetic: NetworkArithmetic?, layers: [LayerWeights] = []) {
    self.figure = figure
    self.layers = layers
    self.arithmetic = arithmetic
  }
}

/// What a training asks of whoever runs it.
package protocol TrainingHost {
  /// Quantizes the weights as `mantissa compile` does and, where `measures`, runs the golden model on the validation
  /// images; elsewhere the figure is without meaning.
  func validate(_ weights: TrainingState.Weights, measures: Bool) throws(Failure) -> Validation
  /// Called after each step.
  func stepped(_ state: TrainingState, of steps: Int)
  /// Called after each epoch's validation, also that before the first epoch.
  func epochEnded(_ state: TrainingState) throws(Failure)
}

/// Trains a network by a recipe.
package struct Trainer: Sendable {
  private let model: TrainableNetwork
  private let recipe: Recipe
  private let set: TrainingSet
  /// The images that steps see.
  private let indices: [Int]
  /// The network of the file's own weights, from which others learn; nil without distillation.
  private let teacher: NetworkExecutor?

  /// Throws for layers that have no gradient, and for vectors that are to be augmented.
  package init(
    _ model: TrainableNetwork, _ recipe: Recipe, _ set: TrainingSet, indices: [Int]
  ) throws(Failure) {
    _ = try Backpropagation(model, recipe, arithmetic: nil)
    guard recipe.augmentation.isNone || set.layout != nil else {
      throw Failure(
        at: "recipe: augment",
        "the model takes a vector of \(set.shape.count), of which nothing says what lies beside what",
        notes: ["give the model an input with rows and columns, or the recipe no 'augment'"])
    }
    self.model = model
    self.recipe = recipe
    self.set = set
    self.indices = indices
    teacher = recipe.distillation == nil ? nil : try NetworkExecutor(model.network)
  }

  private var stepsPerEpoch: Int { max(1, (indices.count + recipe.batch - 1) / recipe.batch) }

  /// Goes on from a state to the recipe's end. Throws when a number is no longer finite; `host` has the last good state.
  package func run(_ start: TrainingState, _ host: some TrainingHost) throws(Failure) -> TrainingState {
    var state = start
    let rule = OptimizerRule(recipe, model.parameters)
    var arithmetic: NetworkArithmetic?
    if state.rows.isEmpty {
      arithmetic = try validate(&state, host, rate: 0)
    } else {
      arithmetic = try host.validate(state.validated, measures: false).arithmetic
    }
    while state.epoch < recipe.epochs, !state.isFinished {
      let passes = try Backpropagation(model, recipe, arithmetic: recipe.arithmetic == .plan ? arithmetic : nil)
      let order = Draws.order(indices.count, seed: recipe.seed, Draws.Purpose.order, state.epoch).map { indices[$0] }
      while state.step < stepsPerEpoch { try step(&state, passes, rule, order, host) }
      let last = state.epoch * stepsPerEpoch + stepsPerEpoch - 1
      state.epoch += 1
      state.validated = state.average
      if recipe.reestimation > 0, !model.statistics.isEmpty {
        state.validated.statistics = try reestimated(state, arithmetic)
      }
      arithmetic = try validate(&state, host, rate: recipe.rate(step: last, stepsPerEpoch: stepsPerEpoch))
    }
    return state
  }

  private func step(
    _ state: inout TrainingState, _ passes: Backpropagation, _ rule: OptimizerRule, _ order: [Int],
    _ host: some TrainingHost
  ) throws(Failure) {
    let began = ContinuousClock.now
    let number = state.epoch * stepsPerEpoch + state.step
    let indices = order[state.step * recipe.batch..<min(order.count, (state.step + 1) * recipe.batch)]
    var parts = set.parts(indices, recipe, epoch: state.epoch)
    if let teacher {
      for index in parts.indices {
        let scores = try teacher.output(parts[index].inputs, batch: parts[index].count)
        parts[index].teacher = model.network.outputOrder?.apply(scores) ?? scores
      }
    }
    let found = passes.step(
      values: state.weights.values, statistics: state.weights.statistics, parts: parts, step: number)
    if let problem = found.problem {
      throw Failure(
        at: "epoch \(state.epoch + 1), batch \(state.step + 1)",
        "the loss or its gradient is no finite number, first at node '\(problem)'",
        notes: [
          "the last checkpoint is that of the epoch before", "a lower 'rate', a 'gradient-limit' or a 'warm-up' help",
        ])
    }
    rule.step(
      &state.weights.values, found.gradient, &state.optimizer,
      rate: recipe.rate(step: number, stepsPerEpoch: stepsPerEpoch))
    state.weights.statistics = found.statistics
    average(&state)
    state.loss += found.loss
    state.correct += found.correct
    state.samples += indices.count
    state.step += 1
    state.seconds += began.duration(to: .now).seconds
    host.stepped(state, of: stepsPerEpoch)
  }

  /// Moves the average of the weights; its first steps weigh more, as the start says little.
  private func average(_ state: inout TrainingState) {
    guard recipe.average > 0 else {
      state.average = state.weights
      return
    }
    let steps = Double(state.optimizer.steps)
    let decay = Float(min(recipe.average, (1 + steps) / (10 + steps)))
    for place in state.average.values.indices {
      state.average.values[place] = decay * state.average.values[place] + (1 - decay) * state.weights.values[place]
    }
    for place in state.average.statistics.indices {
      state.average.statistics[place] =
        decay * state.average.statistics[place] + (1 - decay) * state.weights.statistics[place]
    }
  }

  /// The statistics of the weights that are validated, over batches as they are, without dropout.
  private func reestimated(
    _ state: TrainingState, _ arithmetic: NetworkArithmetic?
  ) throws(Failure) -> [Float] {
    var plain = recipe
    (plain.dropout, plain.augmentation) = (0, Recipe.Augmentation())
    let passes = try Backpropagation(model, plain, arithmetic: recipe.arithmetic == .plan ? arithmetic : nil)
    let order = Draws.order(indices.count, seed: recipe.seed, Draws.Purpose.statistics, state.epoch)
    let batches = (0..<min(recipe.reestimation, stepsPerEpoch)).map { batch in
      let places = order[batch * recipe.batch..<min(order.count, (batch + 1) * recipe.batch)]
      return set.parts(places.map { indices[$0] }[...], plain, epoch: state.epoch)
    }
    return passes.statistics(
      values: state.validated.values, state.validated.statistics, batches: batches)
  }

  /// Ends an epoch.
  private func validate(
    _ state: inout TrainingState, _ host: some TrainingHost, rate: Double
  ) throws(Failure) -> NetworkArithmetic? {
    let found = try host.validate(state.validated, measures: true)
    let samples = Double(max(1, state.samples))
    state.rows.append(
      EpochRow(
        epoch: state.epoch, rate: rate, loss: state.loss / Double(max(1, state.step)),
        accuracy: set.targets.measure == .accuracy ? Double(state.correct) / samples : nil, validation: found.figure,
        imagesPerSecond: state.seconds > 0 ? Double(state.samples) / state.seconds : 0, seconds: state.seconds,
        layers: found.layers))
    if recipe.keep == .last || set.targets.measure.isBetter(found.figure, than: state.bestFigure) {
      (state.best, state.bestEpoch, state.bestFigure) = (state.validated, state.epoch, found.figure)
    }
    (state.step, state.loss, state.correct, state.samples, state.seconds) = (0, 0, 0, 0, 0)
    let isStale = recipe.patience.map { state.epoch - state.bestEpoch >= $0 } ?? false
    state.isFinished = state.epoch >= recipe.epochs || isStale
    try host.epochEnded(state)
    return found.arithmetic
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
