import ArgumentParser
import Driver

struct ScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Accuracy, sparsity and bits of a model's weights, and the score of all three.",
    discussion: """
      The accuracy is the golden model's. The accuracy-sparsity-bit score is the mean of accuracy, share of weights that
      are 0, and share of bits saved beside 16 for each weight.

      Example:
        mantissa score build/ternary/model.onnx --plan build/ternary/plan.yml --images test.gz --labels labels.gz
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var inputs: LabelledInputs

  @OptionGroup var report: OutputOptions

  func run() async throws {
    let options = EvaluateOptions(
      model: model.model, plan: model.plan, calibration: model.calibrate, calibrationSamples: model.calibrationSamples,
      correctsBatchNorm: model.correctBatchNorm, images: inputs.images, labels: inputs.labels, limit: inputs.limit)
    try report.print(try score(options, progress: .terminal))
  }
}
