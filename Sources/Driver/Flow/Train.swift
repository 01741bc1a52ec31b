import Foundation
import Import
import NetworkIR
import ONNX
import Quantize
import QuantizedIR
package import Support
import Training

/// Trains a network in a plan's number systems and writes what compiles to the codes that the golden model was judged by.
///
/// - Parameter line: hears a line for each epoch.
package func train(
  _ options: TrainOptions, progress: Progress = .silent, line: @escaping @Sendable (String) -> Void = { _ in }
) throws(Failure) -> TrainReport {
  defer { progress.clear() }
  let recipe = try options.recipe.map { path throws(Failure) in try RecipeReader.read(pathOrName: path) } ?? Recipe()
  if options.hasBaseline, recipe.descent == nil {
    throw Failure(
      at: "--baseline direct", "the recipe has no 'descent', so that it is the baseline itself",
      notes: ["give the recipe a 'descent', or leave --baseline out"])
  }
  var report = try TrainingRun(options, recipe, progress: progress, line: line).train()
  if options.hasBaseline { try addBaseline(&report, options, recipe, progress: progress, line: line) }
  return report
}

/// Trains as long without the recipe's descent, in a folder of its own.
private func addBaseline(
  _ report: inout TrainReport, _ options: TrainOptions, _ recipe: Recipe, progress: Progress,
  line: @escaping @Sendable (String) -> Void
) throws(Failure) {
  var (options, recipe) = (options, recipe)
  recipe.descent = nil
  options.output += "/direct"
  options.resumes = options.resumes && FileManager.default.fileExists(atPath: options.output + "/checkpoint")
  line("baseline: the same epochs in the plan's number systems alone")
  let found = try TrainingRun(options, recipe, progress: progress, line: line).train()
  (report.baselineValidation, report.baselineTest) = (found.validation, found.test)
}

/// One training from its files to its folder.
private final class TrainingRun: TrainingHost {
  private let options: TrainOptions
  private let progress: Progress
  private let line: @Sendable (String) -> Void
  private let quantizer: TrainingQuantizer
  private let start: TrainingState.Weights
  private let recipe: Recipe
  private let phases: [TrainingPhase]
  private let data: LabelledSet
  private let split: (training: [Int], validation: [Int])
  private let validationCodes: [UInt32]
  private let validationTargets: Targets
  private let folder: TrainingFolder
  private let identity: TrainingIdentity
  private let notes: [String]
  private let snapshot = TrainingSnapshot()
  /// What the weights that were validated last compile to, and the best ones.
  private var latest = ""
  private var best = ""

  init(
    _ options: TrainOptions, _ recipe: Recipe, progress: Progress, line: @escaping @Sendable (String) -> Void
  ) throws(Failure) {
    self.options = options
    self.recipe = recipe
    self.progress = progress
    self.line = line
    progress.show("reading \(options.model)")
    let file = try withConstantsAsInitializers(ModelFile(path: options.model))
    let model = try importTrainable(file.model)
    var plan =
      try options.plan.map { path throws(Failure) in try PlanReader.read(path: path) } ?? Plan(numbers: recipe.numbers)
    if let word = options.word { plan = try WeightWord(word).applied(to: plan, model.network) }
    phases = try recipe.phases(of: plan)
    let source = try options.source(recipe)
    let outputs = try Backpropagation(model, recipe, arithmetic: nil).outputs
    if recipe.loss == .crossEntropy, outputs < 2 {
      throw Failure(
        at: model.network.name, "its output has 1 element; training tells two classes or more apart",
        notes: ["with 'loss: mean-squared-error' in the recipe it learns a number"])
    }
    progress.show("reading \(options.images)")
    let front = try FrontEnd(
      model.network, plan, calibration: options.images, samples: TrainingQuantizer.calibrationSamples)
    let input = InputSettings(stating: front.feed, plan.input)
    let feed = try FrontEnd(
      model.network, plan.stating(front.quantized, of: model.network, input: input)
    ).feed
    data = try LabelledSet(images: options.images, source, limit: options.limit, outputs: outputs, feed: feed)
    try data.checkTrainable(options.labels ?? options.images)
    if data.targets.measure == .error, plan.argmax {
      throw Failure(
        at: plan.file, "'output: argmax' leaves one index of the outputs; numbers are learned without it")
    }
    split = TrainingSet.split(data.count, recipe)
    validationCodes = data.codes(of: split.validation)
    validationTargets = data.targets(of: split.validation)
    let own = data.codes(of: Array(split.training.prefix(TrainingQuantizer.calibrationSamples)))
    var quantizer = TrainingQuantizer(
      file: file, model: model, plan: plan, input: input, feed: feed, calibration: own.map { Float(feed.type.real($0)) }
    )
    start = try quantizer.start(
      options.isFresh
        ? model.freshWeights(seed: recipe.seed)
        : TrainingState.Weights(values: model.values, statistics: model.statistics), recipe)
    self.quantizer = quantizer
    notes = front.notes.filter { !$0.hasPrefix("ranges") }
    identity = TrainingIdentity(
      model: file.digest, plan: SHA256.hex(of: plan.text),
      images: "\(SHA256.hex(ofFile: options.images) ?? "") \(data.count)",
      labels: options.labels.flatMap { SHA256.hex(ofFile: $0) } ?? "", recipe: recipe.text, isFresh: options.isFresh)
    folder = try TrainingFolder(options.output, resumes: options.resumes, replacing: options.replacing)
  }

  func train() throws(Failure) -> TrainReport {
    let model = quantizer.model
    let set = TrainingSet(
      shape: model.network.input.shape, layout: ImageLayout(model.network.input),
      images: data.reals(), targets: data.targets, copied: data.copied)
    let trainer = try Trainer(model, recipe, phases: phases, set, indices: split.training)
    var state = TrainingState(start, recipe)
    if options.resumes {
      state = try Checkpoint.state(
        [UInt8](try WholeFile.bytes(folder.checkpoint)), file: folder.checkpoint, identity, like: state)
      best = try quantizer.quantize(state.best).plan
    }
    let (snapshot, identity, checkpoint) = (self.snapshot, self.identity, folder.checkpoint)
    let token = Interruption.onEnd { snapshot.write(to: checkpoint, identity) }
    defer { Interruption.forget(token) }
    state = try trainer.run(state, self)
    return try finish(state)
  }

  // MARK: TrainingHost

  func validate(
    _ weights: TrainingState.Weights, _ phase: TrainingPhase, measures: Bool
  ) throws(Failure) -> Validation {
    progress.show("quantizing")
    let found = try quantizer.quantize(weights, bits: phase.bits(first: recipe.descent?.from))
    latest = found.plan
    let isReal = recipe.arithmetic == .float || recipe.numbers != nil || phase.numbers == .accurate
    let arithmetic =
      isReal
      ? nil : try NetworkArithmetic(found.network, found.quantized, plan: found.stated, scales: quantizer.scales)
    guard measures else { return Validation(figure: 0, arithmetic: arithmetic) }
    progress.show("running \(split.validation.count) images through the golden model")
    return Validation(
      figure: validation(found).figure(validationTargets), arithmetic: arithmetic,
      layers: try LayerWeights.all(found.network, found.quantized, plan: found.stated))
  }

  private func validation(_ found: TrainingQuantizer.Result) -> GoldenScore {
    GoldenScore(
      found.quantized, validationCodes, count: split.validation.count, order: found.network.outputOrder)
  }

  func stepped(_ state: TrainingState, of steps: Int) {
    snapshot.set(state)
    let speed = state.seconds > 0 ? Double(state.samples) / state.seconds : 0
    let left = Double((recipe.epochs - state.epoch) * split.training.count - state.samples) / max(1e-9, speed)
    progress.show(
      "epoch \(state.epoch + 1) of \(recipe.epochs): step \(state.step) of \(steps), \(Figure.short(speed)) images/s, "
        + "\(Figure.seconds(left)) left")
  }

  func epochEnded(_ state: TrainingState) throws(Failure) {
    snapshot.set(state)
    if state.bestEpoch == state.epoch { best = latest }
    if let row = state.rows.last {
      let perEpoch = state.rows.dropFirst().map(\.seconds).reduce(0, +) / Double(max(1, state.rows.count - 1))
      line(row.line(of: recipe.epochs, data.targets.measure, left: perEpoch * Double(recipe.epochs - state.epoch)))
    }
    try write(state, report(state))
  }

  // MARK: the end

  private func report(_ state: TrainingState) -> TrainReport {
    TrainReport(
      output: options.output, trainingImages: split.training.count, validationImages: split.validation.count,
      keptEpoch: state.bestEpoch, validation: Judgement(data.targets.measure, state.bestFigure), epochs: state.rows,
      notes: notes)
  }

  /// Judges by the validation images again what the folder holds, and by the test images for the first time.
  private func finish(_ state: TrainingState) throws(Failure) -> TrainReport {
    let found = try quantizer.quantize(state.best)
    best = found.plan
    let score = validation(found)
    var result = report(state)
    result.validation = Judgement(score, validationTargets)
    result.validationCodes = score.digest
    if let images = options.testImages {
      progress.show("running the test images")
      let outputs = quantizer.model.network.shapes[quantizer.model.network.output]?.count ?? 0
      let test = try LabelledSet(
        images: images, recipe.source(options.testLabels ?? ""), outputs: outputs, feed: quantizer.feed)
      guard test.targets.measure == data.targets.measure else {
        throw Failure(
          at: options.testLabels ?? images, "holds classes and the training's labels numbers, or the reverse")
      }
      let all = GoldenScore(found.quantized, test.codes, count: test.count, order: found.network.outputOrder)
      (result.test, result.testImages) = (Judgement(all, test.targets(of: Array(0..<test.count))), test.count)
    }
    try write(state, result)
    return result
  }

  private func write(_ state: TrainingState, _ report: TrainReport) throws(Failure) {
    try folder.write("model.onnx", quantizer.bytes(state.best))
    if let latent = try quantizer.latentBytes(state.best, recipe) { try folder.write("latent.onnx", latent) }
    try folder.write("plan.yml", "# Written by mantissa train: the plan with the ranges of every layer.\n" + best)
    try folder.write("recipe.yml", recipe.text)
    try folder.write("log.csv", report.csv)
    guard let json = try? report.json() else { throw Failure(at: folder.path, "the figures have no text form") }
    try folder.write("log.json", json + "\n")
    try folder.write("curves.svg", TrainingCurves(rows: state.rows, measure: data.targets.measure).svg)
    try folder.write("README.md", report.readme)
    try folder.write("checkpoint", Checkpoint.bytes(state, identity))
  }
}

extension TrainingPhase {
  /// Bits that formats of fewer have in it; nil for the plan as it stands.
  fileprivate func bits(first: Int?) -> Int? {
    switch numbers {
    case .accurate: first
    case .bits(let bits): bits
    case .plan: nil
    }
  }
}

extension Recipe {
  /// The phases for a plan; throws where it has as many bits as the descent starts with, or there are too few epochs.
  fileprivate func phases(of plan: Plan) throws(Failure) -> [TrainingPhase] {
    if let descent, descent.from <= plan.narrowest {
      throw Failure(
        at: "recipe: descent",
        "it starts with \(descent.from) bits; the narrowest format of the plan has \(plan.narrowest)",
        notes: ["start with more, or train without 'descent'"])
    }
    let phases = phases(narrowest: plan.narrowest)
    guard phases.allSatisfy({ !$0.epochs.isEmpty }) else {
      throw Failure(at: "recipe: epochs", "\(epochs) epochs are fewer than the \(phases.count) steps of the descent")
    }
    return phases
  }
}

extension Plan {
  /// What is validated where no plan is given: the recipe's one number format, if it has one.
  fileprivate init(numbers: Recipe.Numbers?) {
    self.init()
    (defaults.weights, defaults.activations) = (numbers?.format, numbers?.format)
  }
}
