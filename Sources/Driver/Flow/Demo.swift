package import Support
package import Verify

/// What the demonstration reads and writes.
package struct DemoOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan's file.
  package var plan: String
  /// Images from which ranges are found.
  package var calibration: String
  /// The images that are classified.
  package var images: String
  /// Their labels.
  package var labels: String
  /// The folder that is written.
  package var output: String
  /// Images that each simulator runs.
  package var frames: [VerifyOptions.Simulator: Int] = [.verilator: 100, .icarus: 3]

  /// What the demo runs on.
  package init(
    model: String, plan: String, calibration: String, images: String, labels: String, output: String
  ) {
    self.model = model
    self.plan = plan
    self.calibration = calibration
    self.images = images
    self.labels = labels
    self.output = output
  }
}

/// Compiles a model, classifies all images with its golden model, and simulates some of them.
package func demonstrate(_ options: DemoOptions, progress: Progress = .silent) async throws(Failure) -> DemoReport {
  let compiled = try compile(
    CompileOptions(
      model: options.model, plan: options.plan, calibration: options.calibration, output: options.output),
    progress: progress)
  let evaluated = try evaluate(
    EvaluateOptions(
      model: options.model, plan: options.plan, calibration: options.calibration, images: options.images,
      labels: options.labels), progress: progress)
  var verified: [VerifyReport] = []
  for simulator in VerifyOptions.Simulator.allCases {
    guard let frames = options.frames[simulator] else { continue }
    let request = VerifyRequest(
      folder: options.output, inputs: options.images,
      options: VerifyOptions(simulator: simulator, frames: frames, stalls: .random))
    verified.append(try await verify(request, progress: progress))
  }
  return DemoReport(compile: compiled, evaluate: evaluated, verify: verified)
}
