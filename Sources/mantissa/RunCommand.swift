import ArgumentParser
import Driver

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Write what the golden model makes of inputs, for use elsewhere.",
    discussion: """
      The results are the hardware's, bit for bit: real values as doubles, or codes with --codes. Those of a layer inside
      are written as they stream, row by row with the channels last.

      Examples:
        mantissa run lenet5.onnx --plan fixed8.yml --calibrate train.gz --images test.gz -o scores.npy
        mantissa run lenet5.onnx --images test.gz --layer conv2 --codes --limit 10 -o conv2.npy
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "The inputs (IDX, .gz, .npy); also calibrates when --calibrate is not given.", completion: .file())
  var images: String

  @Option(help: ArgumentHelp("At most so many inputs.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("The layer whose result is written; the network's output when not given.", valueName: "name"))
  var layer: String?

  @Flag(help: "Write codes, as unsigned integers, in place of real values.")
  var codes = false

  @Option(name: [.short, .long], help: ArgumentHelp("The .npy file.", valueName: "file"), completion: .file())
  var output: String

  @OptionGroup var report: OutputOptions

  func validate() throws { try requirePositive(limit, "--limit") }

  func run() async throws {
    let options = RunOptions(
      model: model.model, plan: model.plan, calibration: model.calibrate, calibrationSamples: model.calibrationSamples,
      correctsBatchNorm: model.correctBatchNorm, images: images, limit: limit, layer: layer, writesCodes: codes,
      output: output)
    try report.print(try Driver.run(options, progress: .terminal))
  }
}
