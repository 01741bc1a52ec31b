import Foundation
package import Support

/// One epoch's figures.
package struct EpochRow: Sendable, Hashable, Codable {
  /// From 1; 0 is the network before training.
  package var epoch: Int
  /// What the epoch computed with.
  package var phase: String
  /// The last step's.
  package var rate: Double
  /// The mean over the epoch's steps.
  package var loss: Double
  /// The share of the steps' samples that their forward passes classify as labelled; nil where targets are numbers.
  package var accuracy: Double?
  /// Of the validation images the share that the golden model classifies as labelled, or the mean squared error of its
  /// outputs.
  package var validation: Double
  /// Images a second through the epoch's steps.
  package var imagesPerSecond: Double
  package var seconds: Double
  /// What the validation's rounding made of weights.
  package var layers: [LayerWeights]
}

/// All that a run needs to go on: what a checkpoint holds.
package struct TrainingState: Sendable {
  /// Numbers of a network: trained values and batch norms' statistics.
  package struct Weights: Sendable, Hashable {
    /// Of every trained parameter, in the network's order.
    package var values: [Float]
    /// Batch norms' running means and variances.
    package var statistics: [Float]

    /// Numbers of one network.
    package init(values: [Float], statistics: [Float]) {
      self.values = values
      self.statistics = statistics
    }
  }

  /// What steps change.
  package var weights: Weights
  /// The average of the weights over the steps; equal to them where the recipe has none.
  package var average: Weights
  /// What was validated last: its number systems hold in the epoch that follows.
  package var validated: Weights
  /// Of the best validation, or the last, as the recipe says.
  package var best: Weights
  /// What the optimizer remembers.
  package var optimizer: OptimizerState
  /// What 32-bit floats leave of the weights' and the optimizer's numbers.
  package var remainders: Remainders
  /// Epochs that are done.
  package var epoch = 0
  /// Steps of the current epoch that are done.
  package var step = 0
  /// Sums over those.
  package var loss = 0.0
  /// Samples that those steps' forward passes classified as labelled.
  package var correct = 0
  /// Samples that those steps saw.
  package var samples = 0
  /// Seconds spent in them.
  package var seconds = 0.0
  /// One row an epoch, that before the first included.
  package var rows: [EpochRow] = []
  /// The epoch of the best weights.
  package var bestEpoch = 0
  /// -1 before the first validation.
  package var bestFigure = -1.0
  /// Whether the recipe's end, or its patience's, is reached.
  package var isFinished = false

  /// The state before the first step.
  package init(_ weights: Weights, _ recipe: Recipe) {
    self.weights = weights
    average = weights
    validated = weights
    best = weights
    optimizer = OptimizerState(recipe, count: weights.values.count)
    remainders = Remainders(recipe, weights, optimizer)
  }

  /// A phase begins: from the weights that were validated, by an optimizer that remembers nothing.
  mutating func begin(_ recipe: Recipe) {
    weights = validated
    average = validated
    optimizer = OptimizerState(recipe, count: weights.values.count)
  }
}

/// What a checkpoint belongs to; a run goes on only where all of it is the same.
package struct TrainingIdentity: Sendable, Hashable, Codable {
  /// Digests of files, and the recipe's text.
  package var model: String
  package var plan: String
  package var images: String
  package var labels: String
  package var recipe: String
  package var isFresh: Bool

  /// What a run was given.
  package init(model: String, plan: String, images: String, labels: String, recipe: String, isFresh: Bool) {
    self.model = model
    self.plan = plan
    self.images = images
    self.labels = labels
    self.recipe = recipe
    self.isFresh = isFresh
  }

  /// What differs, in words; nil where nothing does.
  fileprivate func difference(to other: TrainingIdentity) -> String? {
    if model != other.model { return "another model" }
    if plan != other.plan { return "another plan" }
    if images != other.images || labels != other.labels { return "other images or labels" }
    if recipe != other.recipe { return "another recipe" }
    return isFresh != other.isFresh ? "a start with other weights" : nil
  }
}

/// A checkpoint's bytes: a digest, and an object of JSON whose arrays of floats are their bytes in base 64.
package enum Checkpoint {
  private struct Content: Codable {
    var identity: TrainingIdentity
    /// By role.
    var arrays: [String: Data]
    var counts: [Int]
    var sums: [Double]
    var rows: [EpochRow]
    var isFinished: Bool
  }

  private static let title = "mantissa checkpoint 1 "

  /// The bytes of a state's checkpoint; throws where a figure is not finite.
  package static func bytes(_ state: TrainingState, _ identity: TrainingIdentity) throws(Failure) -> [UInt8] {
    let content = Content(
      identity: identity,
      arrays: state.arrays.mapValues { array in array.withUnsafeBytes { Data($0) } },
      counts: [state.epoch, state.step, state.correct, state.samples, state.bestEpoch, state.optimizer.steps],
      sums: [state.loss, state.seconds, state.bestFigure], rows: state.rows, isFinished: state.isFinished)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(content) else { throw Failure(at: "checkpoint", "a figure is not finite") }
    let body = [UInt8](data)
    return Array("\(title)\(SHA256.hex(of: body))\n".utf8) + body
  }

  /// Throws for a file that is damaged or belongs to another training.
  package static func state(
    _ bytes: [UInt8], file: String, _ identity: TrainingIdentity, like start: TrainingState
  ) throws(Failure) -> TrainingState {
    guard let end = bytes.firstIndex(of: 10), bytes.starts(with: title.utf8) else {
      throw Failure(at: file, "is no checkpoint of this version of Mantissa")
    }
    let body = Array(bytes[(end + 1)...])
    guard String(decoding: bytes[..<end], as: UTF8.self) == title + SHA256.hex(of: body),
      let content = try? JSONDecoder().decode(Content.self, from: Data(body)), content.counts.count == 6,
      (content.counts + content.rows.map(\.epoch)).allSatisfy((0...1 << 40).contains),
      content.sums.count == 3
    else { throw Failure(at: file, "the checkpoint is damaged", notes: ["--force starts again without it"]) }
    if let difference = content.identity.difference(to: identity) {
      throw Failure(
        at: file, "the checkpoint is of \(difference)",
        notes: ["give the same files as the run that it is of, or --force to start again"])
    }
    var state = start
    let counts = start.arrays.mapValues(\.count)
    let arrays = content.arrays.mapValues { data in
      [Float](unsafeUninitializedCapacity: data.count / 4) { buffer, used in
        used = data.count / 4
        data.prefix(used * 4).copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      }
    }
    guard arrays.mapValues(\.count) == counts else { throw Failure(at: file, "the checkpoint is of another model") }
    state.arrays = arrays
    (state.epoch, state.step, state.correct) = (content.counts[0], content.counts[1], content.counts[2])
    (state.samples, state.bestEpoch, state.optimizer.steps) = (content.counts[3], content.counts[4], content.counts[5])
    (state.loss, state.seconds, state.bestFigure) = (content.sums[0], content.sums[1], content.sums[2])
    state.rows = content.rows
    state.isFinished = content.isFinished
    return state
  }
}

extension TrainingState {
  /// The arrays by role.
  fileprivate var arrays: [String: [Float]] {
    get {
      [
        "weights": weights.values, "statistics": weights.statistics, "average": average.values,
        "average statistics": average.statistics, "validated": validated.values,
        "validated statistics": validated.statistics, "best": best.values, "best statistics": best.statistics,
        "first": optimizer.first, "second": optimizer.second, "weights' rest": remainders.values,
        "statistics' rest": remainders.statistics, "first's rest": remainders.first, "second's rest": remainders.second,
      ]
    }
    set {
      weights = Weights(values: newValue["weights"] ?? [], statistics: newValue["statistics"] ?? [])
      average = Weights(values: newValue["average"] ?? [], statistics: newValue["average statistics"] ?? [])
      validated = Weights(values: newValue["validated"] ?? [], statistics: newValue["validated statistics"] ?? [])
      best = Weights(values: newValue["best"] ?? [], statistics: newValue["best statistics"] ?? [])
      optimizer.first = newValue["first"] ?? []
      optimizer.second = newValue["second"] ?? []
      remainders = Remainders(
        values: newValue["weights' rest"] ?? [], statistics: newValue["statistics' rest"] ?? [],
        first: newValue["first's rest"] ?? [], second: newValue["second's rest"] ?? [])
    }
  }
}
