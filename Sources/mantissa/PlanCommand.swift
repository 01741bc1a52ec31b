import ArgumentParser
import Driver
import Support

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Write a commented plan to start from.",
    discussion: """
      A plan is a YAML file that says which number system and which folding each layer gets.

      Examples:
        mantissa plan lenet5.onnx
        mantissa plan lenet5.onnx -o plan.yml
      """)

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(name: [.short, .long], help: "The file to write; standard output when not given.")
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  func run() async throws {
    let text = try plan(model, to: output, replacing: force)
    if output == nil { try StandardStream.output.write(text) }
  }
}
