internal import Arithmetic
internal import Support

/// The numbers of a training state as doubles.
struct ExactState: Sendable {
  var values: [Double]
  var statistics: [Double]
  var first: [Double]
  var second: [Double]
  var steps: Int

  /// Rounded, as a start's numbers may be any; those of a step are the format's already.
  init(_ state: TrainingState, _ rounding: NumberRounding) {
    func exact(_ values: [Float], _ rest: [Float]) -> [Double] {
      values.indices.map { place in
        rounding.value(Double(values[place]) + (rest.isEmpty ? 0 : Double(rest[place])))
      }
    }
    let rests = state.remainders
    values = exact(state.weights.values, rests.values)
    statistics = exact(state.weights.statistics, rests.statistics)
    first = exact(state.optimizer.first, rests.first)
    second = exact(state.optimizer.second, rests.second)
    steps = state.optimizer.steps
  }

  func write(to state: inout TrainingState) {
    func floats(_ exact: [Double]) -> [Float] { exact.map { Float($0) } }
    state.weights = TrainingState.Weights(values: floats(values), statistics: floats(statistics))
    state.optimizer = OptimizerState(first: floats(first), second: floats(second), steps: steps)
    guard !state.remainders.values.isEmpty else { return }
    func rests(_ exact: [Double]) -> [Float] { exact.map { Float($0 - Double(Float($0))) } }
    state.remainders = TrainingState.Remainders(
      values: rests(values), statistics: rests(statistics), first: rests(first), second: rests(second))
  }
}

extension TrainingState {
  /// What 32-bit floats leave of the state's numbers, where the recipe's have more than 24 significant bits; else empty.
  package struct Remainders: Sendable, Hashable {
    var values: [Float] = []
    var statistics: [Float] = []
    var first: [Float] = []
    var second: [Float] = []
  }
}

extension TrainingState.Remainders {
  /// Nothing left yet of a state's numbers.
  init(_ recipe: Recipe, _ weights: TrainingState.Weights, _ optimizer: OptimizerState) {
    self.init()
    guard let numbers = recipe.numbers, numbers.format.number.operandShape.significandWidth > 24 else { return }
    func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
    (values, statistics) = (zeros(weights.values.count), zeros(weights.statistics.count))
    (first, second) = (zeros(optimizer.first.count), zeros(optimizer.second.count))
  }
}

extension RoundedNetwork {
  /// One step: the gradients of a batch, and what the optimizer makes of them.
  func step(_ state: inout TrainingState, parts: [BatchPart], rate: Double) -> (
    loss: Double, correct: Int, problem: String?
  ) {
    var exact = ExactState(state, rounding)
    let found = gradients(values: exact.values, statistics: exact.statistics, parts: parts)
    guard found.problem == nil else { return (found.loss, found.correct, found.problem) }
    exact.statistics = found.statistics
    RoundedOptimizer(recipe, rounding, parameters).step(&exact, found.values, rate: rate)
    exact.write(to: &state)
    return (found.loss, found.correct, nil)
  }
}
