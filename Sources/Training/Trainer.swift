import Foundation
package import NetworkIR
package import Support

/// What a validation found.
package struct Validation: Sendable {
  /// The share of images that the golden model classifies as labelled, or its outputs' mean squared error.
  package var figure: Double
  /// What the phase's forward passes compute with from here on; nil for 32-bit floats.
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
  /// Quantizes the weights as `mantissa compile` does with a phase's plan and, where `measures`, runs the golden model on
  /// the validation images; elsewhere the figure is without meaning.
  func validate(
    _ weights: TrainingState.Weights, _ phase: TrainingPhase, measures: Bool
  ) throws(Failure) -> Validation
  /// Called after each step.
  func stepped(_ state: TrainingState, of steps: Int)
  /// Called after each epoch's validation, also that before the first epoch.
  func epochEnded(_ state: TrainingState) throws(Failure)
}

/// Trains a network by a recipe.
package struct Trainer: Sendable {
  private let model: TrainableNetwork
  private let recipe: Recipe
  private let phases: [TrainingPhase]
  private let set: TrainingSet
  /// The images that steps see.
  private let indices: [Int]
  /// The network of the file's own weights, from which others learn; nil without distillation.
  private let teacher: NetworkExecutor?
  /// The network in the recipe's one number format, where it has one.
  private let rounded: RoundedNetwork?

  /// - Parameter phases: the recipe's; each has epochs.
  ///
  /// Throws for layers that have no gradient, and for vectors that are to be augmented.
  package init(
    _ model: TrainableNetwork, _ recipe: Recipe, phases: [TrainingPhase], _ set: TrainingSet, indices: [Int]
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
    self.phases = phases
    self.set = set
    self.indices = indices
    teacher = recipe.distillation == nil ? nil : try NetworkExecutor(model.network)
    if let numbers = recipe.numbers {
      rounded = try RoundedNetwork(model, recipe, numbers)
    } else {
      rounded = nil
    }
  }

  private var stepsPerEpoch: Int { max(1, (indices.count + recipe.batch - 1) / recipe.batch) }

  /// Goes on from a state to the recipe's end. Throws when a number is no longer finite; `host` has the last good state.
  package func run(_ start: TrainingState, _ host: some TrainingHost) throws(Failure) -> TrainingState {
    var state = start
    if state.rows.isEmpty {
      _ = try validate(&state, host, TrainingPhase(numbers: .plan, epochs: 0..<0, factor: 1), rate: 0)
    }
    for phase in phases where phase.epochs.upperBound > state.epoch && !state.isFinished {
      try run(phase, &state, host)
    }
    return state
  }

  private func run(_ phase: TrainingPhase, _ state: inout TrainingState, _ host: some TrainingHost) throws(Failure) {
    var own = recipe
    own.epochs = phase.epochs.count
    own.rate *= phase.factor
    let rule = OptimizerRule(own, model.parameters)
    if state.epoch == phase.epochs.lowerBound, state.step == 0 { state.begin(own) }
    var arithmetic = try host.validate(state.validated, phase, measures: false).arithmetic
    while state.epoch < phase.epochs.upperBound, !state.isFinished {
      let passes = try Backpropagation(model, own, arithmetic: arithmetic)
      let order = Draws.order(indices.count, seed: recipe.seed, Draws.Purpose.order, state.epoch).map { indices[$0] }
      let first = (state.epoch - phase.epochs.lowerBound) * stepsPerEpoch
      let rate = { step in own.rate(step: first + step, stepsPerEpoch: stepsPerEpoch) }
      while state.step < stepsPerEpoch { try step(&state, passes, rule, order, host, rate: rate(state.step)) }
      state.epoch += 1
      state.validated = state.average
      if recipe.reestimation > 0, !model.statistics.isEmpty {
        state.validated.statistics = try reestimated(state, arithmetic)
      }
      arithmetic = try validate(&state, host, phase, rate: rate(stepsPerEpoch - 1))
    }
  }

  private func step(
    _ state: inout TrainingState, _ passes: Backpropagation, _ rule: OptimizerRule, _ order: [Int],
    _ host: some TrainingHost, rate: Double
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
    let found: (loss: Double, correct: Int, problem: String?)
    if let rounded {
      found = rounded.step(&state, parts: parts, rate: rate)
    } else {
      found = floatStep(&state, passes, rule, parts, number, rate: rate)
    }
    if let problem = found.problem {
      throw Failure(
        at: "epoch \(state.epoch + 1), batch \(state.step + 1)",
        "the loss or its gradient is no finite number, first at node '\(problem)'",
        notes: [
          "the last checkpoint is that of the epoch before", "a lower 'rate', a 'gradient-limit' or a 'warm-up' help",
        ])
    }
    average(&state)
    state.loss += found.loss
    state.correct += found.correct
    state.samples += indices.count
    state.step += 1
    state.seconds += began.duration(to: .now).seconds
    host.stepped(state, of: stepsPerEpoch)
  }

  private func floatStep(
    _ state: inout TrainingState, _ passes: Backpropagation, _ rule: OptimizerRule, _ parts: [BatchPart], _ number: Int,
    rate: Double
  ) -> (loss: Double, correct: Int, problem: String?) {
    let found = passes.step(
      values: state.weights.values, statistics: state.weights.statistics, parts: parts, step: number)
    guard found.problem == nil else { return (found.loss, found.correct, found.problem) }
    rule.step(&state.weights.values, found.gradient, &state.optimizer, rate: rate)
    state.weights.statistics = found.statistics
    return (found.loss, found.correct, nil)
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
    let passes = try Backpropagation(model, plain, arithmetic: arithmetic)
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
    _ state: inout TrainingState, _ host: some TrainingHost, _ phase: TrainingPhase, rate: Double
  ) throws(Failure) -> NetworkArithmetic? {
    let found = try host.validate(state.validated, phase, measures: true)
    let samples = Double(max(1, state.samples))
    state.rows.append(
      EpochRow(
        epoch: state.epoch, phase: phase.name, rate: rate, loss: state.loss / Double(max(1, state.step)),
        accuracy: set.targets.measure == .accuracy ? Double(state.correct) / samples : nil, validation: found.figure,
        imagesPerSecond: state.seconds > 0 ? Double(state.samples) / state.seconds : 0, seconds: state.seconds,
        layers: found.layers))
    // Figures at more bits than the plan's say nothing of the plan.
    if phase.numbers == .plan,
      recipe.keep == .last || set.targets.measure.isBetter(found.figure, than: state.bestFigure)
    {
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
