package import Search
package import Synthesis

/// What `mantissa search` is asked to do.
package struct SearchOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan under the space; 8-bit fixed point in every layer where nil.
  package var plan: String?
  /// The space's file, or its short form.
  package var space: String
  /// What is searched for.
  package var objectives: [Objective]
  /// Finished trials after which the search ends, those of earlier runs included.
  package var trials: Int
  /// The recipe of each trial, and of the split of the images; its defaults where nil.
  package var recipe: String?
  /// Whether trials train, or only quantize the file's weights.
  package var trains = true
  /// Inputs, of which a part validates.
  package var images: String
  /// Their class labels.
  package var labels: String
  /// At most so many of them; nil for all.
  package var limit: Int?
  /// Inputs that are classified once, by the best, at the end; nil for none.
  package var testImages: String?
  /// Their class labels.
  package var testLabels: String?
  /// The recipe by which the best is trained at the end; nil where it is not.
  package var retrain: String?
  /// Whether the best is compiled and simulated.
  package var verifies = false
  /// The device whose parts are estimated.
  package var target = Device.xc7
  /// Where the study is kept; `study.db` in the folder where nil.
  package var study: String?
  /// The study's name there.
  package var name = "search"
  /// What the sampler draws from.
  package var seed: UInt64 = 1
  /// Seconds after which the trial of a silent worker is given to another.
  package var lease = 120
  /// Seconds that a storage which is locked or away is waited for.
  package var patience = 60
  /// Whether the study is made for others to work at, and no trial done here.
  package var startsOnly = false
  /// The folder that is written.
  package var output: String

  /// A search with the command's defaults.
  package init(
    model: String, space: String, objectives: [Objective], trials: Int, images: String, labels: String, output: String
  ) {
    self.model = model
    self.space = space
    self.objectives = objectives
    self.trials = trials
    self.images = images
    self.labels = labels
    self.output = output
  }
}

/// What `mantissa search worker` is asked to do; the study says the rest.
package struct SearchWorkerOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// Inputs, of which a part validates.
  package var images: String
  /// Their class labels.
  package var labels: String
  /// Where the study is kept.
  package var study: String
  /// The study's name there.
  package var name: String
  /// Seconds that a storage which is locked or away is waited for.
  package var patience: Int
  /// The folder that keeps what trials trained; nil keeps nothing.
  package var output: String?

  /// A worker of a study.
  package init(
    model: String, images: String, labels: String, study: String, name: String = "search", patience: Int = 60,
    output: String? = nil
  ) {
    self.model = model
    self.images = images
    self.labels = labels
    self.study = study
    self.name = name
    self.patience = patience
    self.output = output
  }
}
