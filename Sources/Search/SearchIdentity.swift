internal import Foundation

/// What a study is about, kept in the study itself: whoever joins it has to have the same.
package struct SearchIdentity: Codable, Sendable, Hashable {
  /// The program's version.
  package var mantissa: String
  /// The space of plans, as text.
  package var space: String
  /// The plan under it, as text.
  package var plan: String
  /// What is searched for.
  package var objectives: [Objective]
  /// The device whose parts are estimated.
  package var device: String
  /// How each trial trains, as text; also the split of the images where none does.
  package var recipe: String
  /// Whether trials train.
  package var trains: Bool
  /// At most so many images; 0 for all.
  package var limit: Int
  /// What the sampler draws from.
  package var seed: UInt64
  /// Seconds after which the trial of a silent worker is given to another.
  package var lease: Int
  /// Digests of the files' bytes.
  package var model: String
  /// See `model`.
  package var images: String
  /// See `model`.
  package var labels: String

  /// All that a study says of itself.
  package init(
    mantissa: String, space: String, plan: String, objectives: [Objective], device: String, recipe: String,
    trains: Bool, limit: Int, seed: UInt64, lease: Int, model: String, images: String, labels: String
  ) {
    self.mantissa = mantissa
    self.space = space
    self.plan = plan
    self.objectives = objectives
    self.device = device
    self.recipe = recipe
    self.trains = trains
    self.limit = limit
    self.seed = seed
    self.lease = lease
    self.model = model
    self.images = images
    self.labels = labels
  }

  /// All of it as one object of JSON, equal for equal searches.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self)
  }

  /// What two searches differ in, in words.
  package func differences(from other: SearchIdentity) -> [String] {
    let all: [(String, Bool)] = [
      ("Mantissa's version", mantissa == other.mantissa), ("the space", space == other.space),
      ("the plan", plan == other.plan), ("the objectives", objectives == other.objectives),
      ("the device", device == other.device), ("the recipe", recipe == other.recipe),
      ("--no-training", trains == other.trains), ("--limit", limit == other.limit), ("--seed", seed == other.seed),
      ("--lease", lease == other.lease), ("the model", model == other.model), ("the images", images == other.images),
      ("the labels", labels == other.labels),
    ]
    return all.filter { !$0.1 }.map(\.0)
  }
}
