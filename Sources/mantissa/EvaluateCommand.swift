import ArgumentParser
import Driver

struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Classify labelled images with the float network and with the golden model.",
    discussion: """
      Reports the top-1 accuracy of both, how often they agree, and the golden model's confusion matrix.

      Examples:
        mantissa evaluate lenet5.onnx --plan fixed8.yml --calibrate train.gz --images test.gz --labels labels.gz
        mantissa evaluate lenet5.onnx --images test.gz --labels labels.gz --limit 1000 --json
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "The inputs (IDX, .gz, .npy); also calibrates when --calibrate is not given.", completion: .file())
  var images: String

  @Option(help: "Their class labels: one integer from 0 an input.", completion: .file())
  var labels: String

  @Option(help: ArgumentHelp("At most so many inputs.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Write every tensor of the first input to this file, as JSON.", valueName: "file"))
  var trace: String?

  @OptionGroup var report: OutputOptions

  func validate() throws { try requirePositive(limit, "--limit") }

  func run() async throws {
    let options = EvaluateOptions(
      model: model.model, plan: model.plan, calibration: model.calibrate, calibrationSamples: model.calibrationSamples,
      correctsBatchNorm: model.correctBatchNorm,
      images: images, labels: labels, limit: limit, trace: trace)
    try report.print(try evaluate(options, progress: .terminal))
  }
}
