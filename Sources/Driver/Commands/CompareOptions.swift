package import Verify

/// What `mantissa compare` is asked to do.
package struct CompareOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plans' files, one row each.
  package var plans: [String]
  /// A file of inputs from which ranges are found; nil takes the first of `images`.
  package var calibration: String?
  /// The images that are classified.
  package var images: String
  /// Their labels.
  package var labels: String
  /// At most so many inputs are classified; nil for all.
  package var limit: Int?
  /// Inputs that each simulator runs; none for simulators that are left out.
  package var frames: [VerifyOptions.Simulator: Int]
  /// For each build and each simulation.
  package var timeout: Duration
  /// A folder that keeps finished rows, which are then not measured again; nil for none.
  package var state: String?

  /// What is compared, and on what.
  package init(
    model: String, plans: [String], calibration: String? = nil, images: String, labels: String, limit: Int? = nil,
    frames: [VerifyOptions.Simulator: Int] = [.verilator: 5, .icarus: 1], timeout: Duration = .seconds(900),
    state: String? = nil
  ) {
    self.model = model
    self.plans = plans
    self.calibration = calibration
    self.images = images
    self.labels = labels
    self.limit = limit
    self.frames = frames
    self.timeout = timeout
    self.state = state
  }
}
