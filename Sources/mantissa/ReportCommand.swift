import ArgumentParser
import Driver
import Synthesis

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write what is known of a compiled design as a web page and as Markdown.",
    discussion: """
      The page needs no network and no script; the Markdown twin and the drawings (SVG) lie beside it. Without options it
      shows what the folder holds: the network as a graph, formats, folds, cycles, estimates, the golden model's values on
      the folder's vectors, and the newest results of 'mantissa verify' and 'mantissa synthesise'. With the model it
      compares every layer with the float network, with labelled inputs also the accuracy of both. What is not there is
      named with the command that brings it. Graphviz and gnuplot draw; 'mantissa doctor' looks for them.

      Examples:
        mantissa report build/lenet5
        mantissa report build/lenet5 --model lenet5.onnx --images test.gz --labels labels.gz
        mantissa report build/lenet5 --model lenet5.onnx --images test.gz --limit 1000 -o report --json
      """)

  @Argument(help: "The folder that 'mantissa compile' wrote.", completion: .directory)
  var folder: String

  @Option(help: "The ONNX file that the folder was made of.", completion: .file(extensions: ["onnx"]))
  var model: String?

  @Option(help: "Inputs (IDX, .gz, .npy); the folder's own vectors when not given.", completion: .file())
  var images: String?

  @Option(
    help: "What the network is to give for them: one integer from 0 an input, or numbers. Needs --model and --images.",
    completion: .file())
  var labels: String?

  @Option(help: ArgumentHelp("Classify at most so many inputs.", valueName: "n"))
  var limit: Int?

  @Option(help: "The family of FPGAs that is estimated where nothing was synthesised: \(Device.names).")
  var target = Device.xc7

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The folder to write; build/report in the compiled one when not given.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @OptionGroup var report: OutputOptions

  func validate() throws {
    try requirePositive(limit, "--limit")
    guard labels == nil || model != nil && images != nil else {
      throw ValidationError("--labels are compared with both networks; give --model and --images, too")
    }
  }

  func run() async throws {
    let options = ReportOptions(
      folder: folder, model: model, images: images, labels: labels, limit: limit, target: target, output: output)
    try report.print(try await Driver.report(options, progress: .terminal))
  }
}
