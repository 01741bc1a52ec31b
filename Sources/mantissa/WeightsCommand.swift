import ArgumentParser
import Driver

struct WeightsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Make the image that loads other weights into a compiled machine.",
    discussion: """
      Layers that the plan says 'weights: loadable' of take other weights and biases while the machine rests, without
      compiling again. The model is the same network, trained anew; it gets the machine's number formats and scales, so no
      samples are needed. What does not fit the machine is refused. The folder receives weights.hex, the same words as
      weights.bin (32 bits, little-endian, in the order of the load port), and quantized.yml. Without a model it is the
      image of the machine's own weights.

      Examples:
        mantissa weights build/lenet5 trained/model.onnx --plan plan.yml -o build/new
        mantissa verify build/lenet5 --weights build/new
        mantissa weights build/lenet5 -o build/own
      """)

  @Argument(help: "The folder that 'mantissa compile' wrote.", completion: .directory)
  var folder: String

  @Argument(help: "The ONNX file with the weights.", completion: .file(extensions: ["onnx"]))
  var model: String?

  @Option(help: ArgumentHelp("The plan that the folder was compiled with.", valueName: "file"), completion: .file())
  var plan: String?

  @Option(name: [.short, .long], help: ArgumentHelp("The folder of the image.", valueName: "folder"))
  var output: String

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup var report: OutputOptions

  func run() async throws {
    let options = WeightsOptions(folder: folder, model: model, plan: plan, output: output, replacing: force)
    try report.print(try writeWeights(options, progress: .terminal))
  }
}
