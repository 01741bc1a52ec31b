import ArgumentParser
import Driver
import Support
import Verify

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare plans for one model: accuracy, storage, simulated hardware.",
    discussion: """
      For every plan: the golden model's top-1 beside the float network's, bits of weights, cycles, and the words of
      simulated hardware that were compared with the golden model.

      Example:
        mantissa compare lenet5.onnx --plans fixed8.yml posit16.yml --images test.gz --labels labels.gz -o table.md
      """)

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(parsing: .upToNextOption, help: "The plans' files.", completion: .file())
  var plans: [String]

  @Option(help: "Inputs from which the ranges of activations are found; the first of --images when not given.")
  var calibrate: String?

  @OptionGroup var inputs: LabelledInputs

  @Option(help: ArgumentHelp("Inputs that Verilator runs.", valueName: "n"))
  var verilator = 5

  @Option(help: ArgumentHelp("Inputs that Icarus runs.", valueName: "n"))
  var icarus = 1

  @Option(help: ArgumentHelp("Stop a build or a simulation after so many seconds.", valueName: "seconds"))
  var timeLimit = 900

  @Option(help: ArgumentHelp("Keep finished rows in this folder and do not measure them again.", valueName: "folder"))
  var state: String?

  @Option(name: [.short, .long], help: ArgumentHelp("Write the table here, as Markdown.", valueName: "file"))
  var output: String?

  @OptionGroup var report: OutputOptions

  func validate() throws {
    if verilator < 0 || icarus < 0 { throw ValidationError("frames are counted from 0") }
    try requirePositive(timeLimit, "--time-limit")
  }

  func run() async throws {
    let read = [model, calibrate, inputs.images, inputs.labels] + plans
    let output = try output.map { path throws(Failure) in try OutputFile(path, besides: read) }
    let compared = try await compare(
      CompareOptions(
        model: model, plans: plans, calibration: calibrate, images: inputs.images, labels: inputs.labels,
        limit: inputs.limit, frames: [.verilator: verilator, .icarus: icarus], timeout: .seconds(timeLimit),
        state: state), progress: .terminal)
    try output?.write(compared.markdown)
    try report.print(compared)
  }
}
