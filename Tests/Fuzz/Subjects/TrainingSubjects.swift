import Driver
import Foundation
import ModelTools
import Support
import TestTools
import Training

/// A small model and twelve images of two classes and more to train it with.
private struct TrainingPlace {
  let folder: URL
  let model: String
  private static let count = 12

  init(folder: URL) throws {
    self.folder = folder
    model = try Models.small(in: folder)[0]
    let pixels = (0..<Self.count * 72).map { UInt8($0 * 37 % 256) }
    try Data(DataFiles.idx(shape: [Self.count, 2, 6, 6], elements: pixels)).write(to: folder.appending(path: "images"))
    try Data(DataFiles.idx(shape: [Self.count], elements: (0..<Self.count).map { UInt8($0 % 3) })).write(
      to: folder.appending(path: "labels"))
  }

  /// Trains by a recipe's text.
  func train(_ recipe: String, labels: String? = nil, isAutoencoder: Bool = false, resumes: Bool = false) throws {
    let file = folder.appending(path: "own.yml")
    try recipe.write(to: file, atomically: true, encoding: .utf8)
    _ = try Driver.train(
      TrainOptions(
        model: model, recipe: file.path, images: folder.appending(path: "images").path,
        labels: isAutoencoder ? nil : labels ?? folder.appending(path: "labels").path,
        output: folder.appending(path: "trained").path, resumes: resumes, replacing: !resumes))
  }
}

/// Recipes: read, written and read again, and trained by for an epoch.
struct RecipeSubject: Subject {
  static let name = "recipe"
  private let place: TrainingPlace
  private static let words = [
    "epochs", "batch", "seed", "validation", "arithmetic", "keep", "loss", "targets", "optimizer", "schedule", "kind",
    "rate", "momentum", "beta1", "beta2", "epsilon", "weight-decay", "warm-up", "every", "factor", "final",
    "label-smoothing", "gradient-limit", "dropout", "average", "patience", "batch-norm-momentum", "re-estimate",
    "straight-through", "weights", "activations", "quantizers", "augment", "shift", "crop", "flip", "erase", "distill",
    "temperature", "weight", "plan", "float", "sgd", "adam", "adamw", "cosine", "step", "constant", "identity",
    "clipped", "lsq", "dorefa", "best", "last", "cross-entropy", "mean-squared-error", "inputs", "labels",
  ]

  init(folder: URL) throws { place = try TrainingPlace(folder: folder) }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var recipe = Recipe()
    recipe.optimizer = random.pick(Recipe.Optimizer.allCases)
    recipe.rate = random.pick([0.001, 1, 1000])
    recipe.loss = random.pick(Recipe.LossKind.allCases)
    recipe.weightQuantizer = random.pick(Recipe.Quantizer.allCases)
    recipe.activationQuantizer = random.pick(Recipe.Quantizer.allCases)
    recipe.reestimation = random.below(3)
    recipe.average = random.pick([0, 0.9])
    if random.chance(4) { recipe.distillation = Recipe.Distillation() }
    if random.chance(4) { recipe.augmentation.crop = 3 }
    var bytes = Array(recipe.text.utf8)
    if !random.chance(4) { TextMutation(words: Self.words).mutate(&bytes, &random) }
    if random.chance(8) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws {
    var recipe = try RecipeReader.read(path: path)
    guard try RecipeReader.read(recipe.text, file: "written") == recipe else {
      throw Complaint("the recipe is read back otherwise: \(recipe.text)")
    }
    (recipe.epochs, recipe.batch) = (1, min(recipe.batch, 8))
    try place.train(recipe.text, isAutoencoder: recipe.targets == .inputs)
  }
}

/// Checkpoints, most of them with the digest of what they hold, from which a training goes on.
struct CheckpointSubject: Subject {
  static let name = "checkpoint"
  private static let recipe = "epochs: 2\nbatch: 8\noptimizer: {kind: sgd}\n"
  private let place: TrainingPlace
  private let start: [UInt8]

  init(folder: URL) throws {
    place = try TrainingPlace(folder: folder)
    try place.train(Self.recipe)
    start = [UInt8](try Data(contentsOf: folder.appending(path: "trained/checkpoint")))
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    guard let end = start.firstIndex(of: 10) else { return start }
    var body = Array(start[(end + 1)...])
    if !random.chance(16) {
      TextMutation(words: ["arrays", "counts", "sums", "rows", "isFinished", "epoch", "true", "false"])
        .mutate(&body, &random)
    }
    if random.chance(4) { ByteMutation.mutate(&body, &random) }
    let title = String(decoding: start[..<end], as: UTF8.self).split(separator: " ").dropLast().joined(separator: " ")
    var bytes = Array("\(title) \(SHA256.hex(of: body))\n".utf8) + body
    if random.chance(16) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws {
    try Data(contentsOf: URL(fileURLWithPath: path)).write(to: place.folder.appending(path: "trained/checkpoint"))
    try place.train(Self.recipe, resumes: true)
  }
}

/// Numbers that a network is to give, for `train` and for `evaluate`.
struct NumberSubject: Subject {
  static let name = "numbers"
  private let place: TrainingPlace

  init(folder: URL) throws { place = try TrainingPlace(folder: folder) }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    if random.chance(4) { return HostileDataFile.npy(&random) }
    let extremes: [Float] = [0, 1, -1, 3.4e38, -3.4e38, .leastNonzeroMagnitude, 1e19, .infinity, .nan, 1e10]
    let isTame = random.chance(2)
    let values = (0..<36).map { _ in isTame ? Float.random(in: -2...2, using: &random) : random.pick(extremes) }
    let shape = random.pick(["(12, 3)", "(12, 3)", "(12, 1, 3)", "(12, 3, 1)", "(36,)", "(36, 1)", "(3, 12)", "(6, 6)"])
    var bytes = DataFiles.npy(
      random.pick(["<f4", "<f4", "<f4", ">f4", "<i4"]), shape: shape, elements: values.withUnsafeBytes { Array($0) })
    if random.chance(4) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws {
    let images = place.folder.appending(path: "images").path
    let report = try evaluateLabelled(EvaluateOptions(model: place.model, images: images, labels: path))
    try checkReadable(report.text)
    try place.train("epochs: 1\nbatch: 8\nloss: mean-squared-error\n", labels: path)
  }
}
