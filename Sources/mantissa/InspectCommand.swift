import ArgumentParser
import Driver

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "List a model's layers, and what is unsupported in it.",
    discussion: """
      Shapes are height x width x channels, as the hardware streams them. The exit code is 2 when anything in the
      model is unsupported.

      Examples:
        mantissa inspect lenet5.onnx
        mantissa inspect lenet5.onnx --json
      """)

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @OptionGroup var report: OutputOptions

  func run() async throws { try report.print(try inspect(model)) }
}
