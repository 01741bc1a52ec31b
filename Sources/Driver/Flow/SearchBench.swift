import Arithmetic
import Estimate
import Foundation
import Import
import NetworkIR
import ONNX
import Quantize
import QuantizedIR
import Search
import Support
import Synthesis
import Training

/// Where the plans of a search are tried: its files read, its space and its recipe understood.
struct SearchBench {
  let identity: SearchIdentity
  let space: SearchSpace
  private let base: Plan
  private let recipe: Recipe
  private let network: Network
  private let model: String
  private let images: String
  private let labels: String
  /// Where what trials trained is kept; nil for nowhere.
  private let folder: String?
  /// The images' codes, as the last trial's input was; one that is the same takes them again.
  private let data = KeptData()

  private final class KeptData {
    var set: (type: TensorType, set: LabelledSet)?
  }

  /// Samples on which ranges are found.
  private static let calibrationSamples = 512

  /// The bench of a new search.
  init(_ options: SearchOptions) throws(Failure) {
    (model, images, labels, folder) = (options.model, options.images, options.labels, options.output)
    network = try importModel(at: options.model)
    base = try options.plan.map { path throws(Failure) in try PlanReader.read(path: path) } ?? Plan()
    try base.check(layers: network.fusedLayers())
    recipe = try options.recipe.map { path throws(Failure) in try RecipeReader.read(pathOrName: path) } ?? Recipe()
    space = try SearchSpace.read(options.space, layers: network.weightLayers)
    let digests = try Self.digests(model, images, labels)
    identity = SearchIdentity(
      mantissa: Version.current, space: space.text, plan: base.text, objectives: options.objectives,
      device: options.target.rawValue, recipe: recipe.text, trains: options.trains, limit: options.limit ?? 0,
      seed: options.seed, lease: options.lease, model: digests.model, images: digests.images, labels: digests.labels)
    try space.check(over: base)
    try checkData()
  }

  /// The bench of a worker of a study; throws where its files are not the study's.
  init(_ options: SearchWorkerOptions, _ identity: SearchIdentity) throws(Failure) {
    (model, images, labels, folder) = (options.model, options.images, options.labels, options.output)
    self.identity = identity
    let digests = try Self.digests(model, images, labels)
    var own = identity
    (own.mantissa, own.model, own.images, own.labels) = (
      Version.current, digests.model, digests.images, digests.labels
    )
    let differences = identity.differences(from: own)
    guard differences.isEmpty else {
      throw Failure(
        at: "study '\(options.name)'", "\(differences.joined(separator: ", ")) differ from the study's",
        notes: ["a worker takes the files with which the search was started"])
    }
    network = try importModel(at: options.model)
    base = try PlanReader.read(identity.plan, file: "the study's plan")
    recipe = try RecipeReader.read(identity.recipe, file: "the study's recipe")
    space = try SearchSpace(identity.space, file: "the study's space", layers: network.weightLayers)
    try checkData()
  }

  private static func digests(
    _ model: String, _ images: String, _ labels: String
  ) throws(Failure) -> (model: String, images: String, labels: String) {
    func digest(_ path: String) throws(Failure) -> String {
      guard let digest = SHA256.hex(ofFile: path) else { throw Failure(at: path, "cannot be read") }
      return digest
    }
    return (try digest(model), try digest(images), try digest(labels))
  }

  /// Throws what is wrong with images, labels, or the plan that the search starts from.
  private func checkData() throws(Failure) {
    guard recipe.loss == .crossEntropy else {
      throw Failure(
        at: "recipe: loss", "searches compare how many images are classified as labelled; see 'cross-entropy'")
    }
    let front = try FrontEnd(network, base, calibration: images, samples: Self.calibrationSamples)
    try labelled(front).checkTrainable(labels)
    if identity.trains {
      _ = try Backpropagation(
        importTrainable(withConstantsAsInitializers(ModelFile(path: model)).model), recipe, arithmetic: nil)
    }
  }

  private func labelled(_ front: FrontEnd) throws(Failure) -> LabelledSet {
    if let kept = data.set, kept.type == front.feed.type { return kept.set }
    let set = try LabelledSet(
      images: images, .classes(labels), limit: identity.limit > 0 ? identity.limit : nil, outputs: front.classes,
      feed: front.feed)
    data.set = (front.feed.type, set)
    return set
  }

  // MARK: a trial

  /// Where a trial's training is kept; nil for nowhere.
  func trained(_ number: Int) -> String? { folder.map { "\($0)/trials/\(number)" } }

  /// What comes of a trial; throws what its choice is not to blame for.
  func result(_ trial: Study.Assignment, _ progress: Progress) throws(Failure) -> Study.Row {
    var row = Study.Row(number: trial.number, labels: trial.labels)
    do throws(Failure) {
      row.figures = try figures(trial, progress)
      row.values = identity.objectives.compactMap { row.figures[$0.rawValue] }
    } catch {
      guard error.kind == .input else { throw error }
      row.refused = error.diagnostics.first.map { "\($0.location): \($0.message)" } ?? error.description
    }
    return row
  }

  /// The result of a choice that a study could not be told; nil where there is none.
  func untold(_ labels: [String: String]) -> Study.Row? {
    guard let file = untoldFile(labels), let data = FileManager.default.contents(atPath: file) else { return nil }
    return try? JSONDecoder().decode(Study.Row.self, from: data)
  }

  /// Keeps a result that the study could not be told, for when the choice comes back; without a folder it is lost.
  func keepUntold(_ row: Study.Row) throws(Failure) {
    guard let file = untoldFile(row.labels), let data = try? JSONEncoder().encode(row) else { return }
    try OutputFile(file).write([UInt8](data))
  }

  private func untoldFile(_ labels: [String: String]) -> String? {
    let choice = labels.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
    let digest = SHA256.hex(of: ([identity.text] + choice).joined(separator: "\u{0}"))
    return folder.map { "\($0)/untold/\(digest).json" }
  }

  /// What a choice's hardware does; throws a `Failure` of kind `input` where the choice cannot be.
  private func figures(_ trial: Study.Assignment, _ progress: Progress) throws(Failure) -> [String: Double] {
    let plan = try space.plan(trial.labels, over: base)
    let start = ContinuousClock.now
    var figures = try identity.trains ? trainedFigures(plan, trial.number, progress) : quantizedFigures(plan, progress)
    figures["seconds"] = (ContinuousClock.now - start) / .seconds(1)
    return figures
  }

  private func quantizedFigures(_ plan: Plan, _ progress: Progress) throws(Failure) -> [String: Double] {
    let front = try FrontEnd(network, plan, calibration: images, samples: Self.calibrationSamples, progress)
    let set = try labelled(front)
    let validation = TrainingSet.split(set.count, recipe).validation
    progress.show("classifying \(validation.count) images with the golden model")
    let score = GoldenScore(
      front.quantized, set.codes(of: validation), count: validation.count, order: front.network.outputOrder)
    return try figures(front, accuracy: score.figure(set.targets(of: validation)))
  }

  private func trainedFigures(_ plan: Plan, _ number: Int, _ progress: Progress) throws(Failure) -> [String: Double] {
    let scratch = try Temporary.folder()
    defer { scratch.remove() }
    let output = trained(number) ?? scratch.path + "/trained"
    let report = try train(plan, recipe: nil, to: output, progress: progress)
    // A trial is done again, not gone on with.
    try? FileManager.default.removeItem(atPath: output + "/checkpoint")
    let front = try FrontEnd(
      model: output + "/model.onnx", plan: output + "/plan.yml", calibration: nil, samples: Self.calibrationSamples)
    return try figures(front, accuracy: report.validation.accuracy ?? 0)
  }

  private func figures(_ front: FrontEnd, accuracy: Double) throws(Failure) -> [String: Double] {
    let score = try ScoreReport(front.quantized, model: model, images: 0, accuracy: accuracy, notes: [])
    var figures: [Objective: Double] = [
      .accuracy: accuracy, .sparsity: score.sparsity, .bits: Double(score.bits), .asb: score.asb,
    ]
    if identity.objectives.contains(where: \.isOfHardware) {
      guard let device = Device(rawValue: identity.device) else {
        throw Failure(.tool, at: "study", "names the device '\(identity.device)', which is unknown")
      }
      let hardware = try HardwareEstimate(
        network: front.quantized, plan: front.plan, entry: AreaCalibration.embedded().entry(device)
      ).report(targetCycles: nil, budget: nil)
      let area = hardware.area
      let counts: [Objective: Int] = [
        .luts: area.luts, .registers: area.registers, .dsp: area.multipliers, .bram: area.blocks,
        .cycles: hardware.cyclesPerFrame, .memory: hardware.memoryBits,
      ]
      figures.merge(counts.mapValues(Double.init)) { $1 }
    }
    return Dictionary(uniqueKeysWithValues: figures.map { ($0.rawValue, $1) })
  }

  // MARK: the best

  /// Trains the model under a plan.
  ///
  /// - Parameter recipe: a file; that of the trials where nil.
  func train(
    _ plan: Plan, recipe path: String?, to output: String, tests: (images: String, labels: String)? = nil,
    progress: Progress
  ) throws(Failure) -> TrainReport {
    let scratch = try Temporary.folder()
    defer { scratch.remove() }
    let files = (plan: scratch.path + "/plan.yml", recipe: path ?? scratch.path + "/recipe.yml")
    try OutputFile(files.plan).write(plan.text)
    if path == nil { try OutputFile(files.recipe).write(recipe.text) }
    return try Driver.train(
      TrainOptions(
        model: model, plan: files.plan, recipe: files.recipe, images: images, labels: labels,
        limit: identity.limit > 0 ? identity.limit : nil, testImages: tests?.images, testLabels: tests?.labels,
        output: output, replacing: true), progress: progress)
  }

  /// The plan of a choice.
  func plan(_ labels: [String: String]) throws(Failure) -> Plan { try space.plan(labels, over: base) }

  /// The plan of a choice with every range stated, which compiles to what a trial without training measured.
  func statedPlan(_ labels: [String: String]) throws(Failure) -> Plan {
    let plan = try plan(labels)
    let front = try FrontEnd(network, plan, calibration: images, samples: Self.calibrationSamples)
    return try plan.stating(
      front.quantized, of: network, input: InputSettings(stating: front.feed, plan.input))
  }
}
