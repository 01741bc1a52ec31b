import ModelTools
import NetworkIR
import Support
import Testing

@testable import Training

/// Runs from their start to their end.
@Suite struct TrainerTests {
  private static var recipe: Recipe {
    var recipe = Recipe()
    recipe.epochs = 3
    recipe.batch = 24
    recipe.dropout = 0.25
    recipe.average = 0.9
    recipe.augmentation.shift = 1
    recipe.augmentation.flip = true
    recipe.augmentation.erase = 2
    recipe.distillation = Recipe.Distillation(temperature: 2, weight: 0.3)
    recipe.gradientLimit = 2
    recipe.schedule = .cosine
    recipe.warmUp = 0.5
    return recipe
  }

  private static func run(
    _ recipe: Recipe, narrowest: Int = 8, from state: TrainingState? = nil, end: Int? = nil
  ) throws -> (state: TrainingState, host: TinyTraining.Host) {
    let model = try TinyTraining.model()
    let set = TinyTraining.set(100, seed: 41)
    let host = TinyTraining.Host(model: model, set: set, end: end)
    let trainer = try Trainer(model, recipe, phases: recipe.phases(narrowest: narrowest), set, indices: Array(0..<90))
    let start = state ?? TrainingState(model.freshWeights(seed: recipe.seed), recipe)
    return (try trainer.run(start, host), host)
  }

  private static func isSame(_ a: TrainingState, _ b: TrainingState) -> Bool {
    a.weights == b.weights && a.average == b.average && a.optimizer == b.optimizer && a.best == b.best
      && a.rows.map(\.loss) == b.rows.map(\.loss) && a.rows.map(\.accuracy) == b.rows.map(\.accuracy)
  }

  /// In the middle of an epoch and at its end, through the checkpoint's bytes.
  @Test(arguments: [Recipe.Optimizer.sgd, .adam, .adamw], [1, 4, 6])
  func resumingGivesTheSameBits(_ optimizer: Recipe.Optimizer, end: Int) throws {
    var recipe = Self.recipe
    recipe.optimizer = optimizer
    recipe.weightDecay = 0.01
    recipe.reestimation = 2
    let whole = try Self.run(recipe, end: end)
    let identity = TrainingIdentity(
      model: "m", plan: "p", images: "i", labels: "l", recipe: recipe.text, isFresh: true)
    let bytes = try Checkpoint.bytes(try #require(whole.host.kept.last), identity)
    let model = try TinyTraining.model()
    let start = TrainingState(model.freshWeights(seed: 99), recipe)
    let read = try Checkpoint.state(bytes, file: "checkpoint", identity, like: start)
    #expect(read.optimizer.steps == end)
    let resumed = try Self.run(recipe, from: read)
    #expect(Self.isSame(resumed.state, whole.state))
    #expect(resumed.state.rows.count == 4)
    var other = recipe
    other.seed = 2
    #expect(!Self.isSame(try Self.run(other).state, whole.state))
  }

  /// A run of several phases goes on in the middle of one and at its border with the bits of one that went through.
  @Test(arguments: [2, 4, 6]) func phasesGoOnWithTheSameBits(end: Int) throws {
    var recipe = Self.recipe
    recipe.epochs = 6
    recipe.descent = Recipe.Descent()
    recipe.descent?.from = 9
    recipe.descent?.cycles = 2
    let whole = try Self.run(recipe, narrowest: 8, end: end)
    #expect(whole.state.rows.map(\.phase) == ["plan", "9 bits", "plan", "32-bit floats", "9 bits", "plan", "plan"])
    let read = try #require(whole.host.kept.last)
    #expect(Self.isSame(try Self.run(recipe, narrowest: 8, from: read).state, whole.state))
  }

  @Test func otherCheckpointsAreRefused() throws {
    let recipe = Self.recipe
    let model = try TinyTraining.model()
    let state = TrainingState(model.freshWeights(seed: 1), recipe)
    let identity = TrainingIdentity(model: "m", plan: "p", images: "i", labels: "l", recipe: "r", isFresh: true)
    let bytes = try Checkpoint.bytes(state, identity)
    func message(_ bytes: [UInt8], _ identity: TrainingIdentity) -> String {
      do throws(Failure) {
        _ = try Checkpoint.state(bytes, file: "c", identity, like: state)
        return ""
      } catch { return error.description }
    }
    #expect(message(bytes, identity) == "")
    var other = identity
    other.model = "n"
    #expect(message(bytes, other).contains("of another model"))
    (other.model, other.recipe) = ("m", "s")
    #expect(message(bytes, other).contains("of another recipe"))
    var damaged = bytes
    damaged[damaged.count / 2] ^= 1
    #expect(message(damaged, identity).contains("damaged"))
    #expect(message(Array("text".utf8), identity).contains("no checkpoint"))
    var wrong = state
    wrong.step = -1
    #expect(message(try Checkpoint.bytes(wrong, identity), identity).contains("damaged"))
  }

  @Test func lossesThatAreNoNumbersEndTheRun() throws {
    var recipe = Self.recipe
    recipe.optimizer = .sgd
    recipe.rate = 1000
    recipe.gradientLimit = nil
    recipe.warmUp = 0
    recipe.distillation = nil
    recipe.epochs = 50
    let failure = #expect(throws: Failure.self) { try Self.run(recipe) }
    let text = failure?.description ?? ""
    #expect(text.contains("epoch ") && text.contains("batch ") && text.contains("node '"), "\(text)")
  }

  /// One batch of all images: its own moments, whatever the running ones were.
  @Test(arguments: [1, 100]) func statisticsAreFoundAnew(batches: Int) throws {
    var recipe = Recipe()
    recipe.epochs = 2
    recipe.batch = 90
    recipe.reestimation = batches
    recipe.dropout = 0.5
    recipe.augmentation.flip = true
    let found = try Self.run(recipe)
    let (state, model) = (found.state, found.host.model)
    (recipe.dropout, recipe.augmentation, recipe.statisticsMomentum) = (0, Recipe.Augmentation(), 1)
    let order = Draws.order(90, seed: 1, Draws.Purpose.statistics, 2)
    let step = try Backpropagation(model, recipe, arithmetic: nil).step(
      values: state.weights.values, statistics: model.statistics,
      parts: found.host.set.parts(order[...], recipe, epoch: 0), step: 0)
    #expect(state.validated.statistics == step.statistics)
    #expect(state.validated.values == state.weights.values)
    #expect(state.weights.statistics != step.statistics)
    #expect(found.host.kept.states[0].validated.statistics == found.host.kept.states[0].weights.statistics)
  }

  /// Of two batches the mean.
  @Test func statisticsAreMeansOverBatches() throws {
    let model = try TinyTraining.model()
    var recipe = Recipe()
    recipe.statisticsMomentum = 1
    let passes = try Backpropagation(model, recipe, arithmetic: nil)
    let set = TinyTraining.set(50, seed: 42)
    let batches = [0..<30, 30..<50].map { set.parts(Array($0)[...], recipe, epoch: 0) }
    let each = batches.map {
      passes.step(values: model.values, statistics: model.statistics, parts: $0, step: 0).statistics
    }
    let found = passes.statistics(values: model.values, model.statistics, batches: batches)
    for place in found.indices {
      #expect((found[place] - (each[0][place] + each[1][place]) / 2).magnitude <= found[place].magnitude * 0x1p-22)
    }
    #expect(each[0] != each[1])
  }

  @Test func patienceEndsARun() throws {
    var recipe = Self.recipe
    recipe.epochs = 20
    recipe.patience = 2
    let found = try Self.run(recipe)
    // Every validation gives the same, so the first is the best.
    #expect(found.state.epoch == 2)
    #expect(found.state.bestEpoch == 0)
  }
}
