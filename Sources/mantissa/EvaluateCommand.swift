import ArgumentParser
import Driver

struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Classify labelled images with the float network and with the golden model.",
    discussion: """
      Reports the top-1 accuracy of both, how often they agree, and the golden model's confusion matrix. Where the labels
      are numbers (.npy of reals, as many a sample as the model has outputs) it reports the mean squared error of both.

      Examples:
        mantissa evaluate lenet5.onnx --plan fixed8.yml --calibrate train.gz --images test.gz --labels labels.gz
        mantissa evaluate lenet5.onnx --images test.gz --labels labels.gz --limit 1000 --json
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var inputs: LabelledInputs

  @Option(help: ArgumentHelp("Write every tensor of the first input to this file, as JSON.", valueName: "file"))
  var trace: String?

  @OptionGroup var report: OutputOptions

  func run() async throws {
    let options = EvaluateOptions(
      model: model.model, plan: model.plan, calibration: model.calibrate, calibrationSamples: model.calibrationSamples,
      correctsBatchNorm: model.correctBatchNorm,
      images: inputs.images, labels: inputs.labels, limit: inputs.limit, trace: trace)
    try report.print(try evaluateLabelled(options, progress: .terminal))
  }
}
