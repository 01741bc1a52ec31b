import ArgumentParser

/// A model, its plan and its calibration samples.
struct ModelOptions: ParsableArguments {
  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(help: "The plan's file; 8-bit fixed point in every layer when there is none.", completion: .file())
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Inputs from which the ranges of activations are found (IDX, .gz, .npy), or 'random' where there are none.",
      valueName: "images"), completion: .file())
  var calibrate: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Take the mean error of approximate products out in the affines; the plan's 'correct-batch-norm', else on.")
  var correctBatchNorm: Bool?

  @Option(help: ArgumentHelp("How many of them are used.", valueName: "n"))
  var calibrationSamples = 512

  func validate() throws {
    try requirePositive(calibrationSamples, "--calibration-samples")
  }
}

/// Inputs whose classes are known.
struct LabelledInputs: ParsableArguments {
  @Option(help: "The inputs (IDX, .gz, .npy); also calibrates when --calibrate is not given.", completion: .file())
  var images: String

  @Option(help: "Their labels: one integer from 0 an input; 'evaluate' takes numbers too.", completion: .file())
  var labels: String

  @Option(help: ArgumentHelp("Classify at most so many inputs.", valueName: "n"))
  var limit: Int?

  func validate() throws { try requirePositive(limit, "--limit") }
}

/// Throws a usage error unless the count that an option was given is 1 or more.
func requirePositive(_ count: Int?, _ option: String) throws {
  if let count, count < 1 { throw ValidationError("\(option) is \(count); a count from 1 is expected") }
}
