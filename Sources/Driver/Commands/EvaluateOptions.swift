/// What `mantissa evaluate` is asked to do.
package struct EvaluateOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan's file; nil for 8-bit fixed point in every layer.
  package var plan: String?
  /// A file of inputs from which ranges are found; nil takes the first of `images`.
  package var calibration: String?
  /// Images that ranges are found from.
  package var calibrationSamples: Int
  /// Whether affines make up for approximate products; nil leaves that to the plan.
  package var correctsBatchNorm: Bool?
  /// A file of inputs.
  package var images: String
  /// A file of class labels, one an input.
  package var labels: String
  /// At most so many inputs; nil for all.
  package var limit: Int?
  /// A file that receives every tensor of the first input, codes and values; nil for none.
  package var trace: String?

  /// What is classified, and with what.
  package init(
    model: String, plan: String? = nil, calibration: String? = nil, calibrationSamples: Int = 512,
    correctsBatchNorm: Bool? = nil, images: String, labels: String, limit: Int? = nil, trace: String? = nil
  ) {
    self.model = model
    self.plan = plan
    self.calibration = calibration
    self.calibrationSamples = calibrationSamples
    self.correctsBatchNorm = correctsBatchNorm
    self.images = images
    self.labels = labels
    self.limit = limit
    self.trace = trace
  }
}
