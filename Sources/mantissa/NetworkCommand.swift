import ArgumentParser
import Driver
import Support

struct NetworkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Write an untrained network to start a training from.",
    discussion: """
      The networks are \(untrainedNetworks); their weights are drawn from the seed.

      Examples:
        mantissa network lenet5 -o lenet5.onnx
        mantissa network mlp:784-64-10 --image 28x28x1 -o mlp.onnx
        mantissa network mlp:2-16-16-2 --activation sigmoid -o moons.onnx
        mantissa network resnet8 --image 32x32x3 --classes 10 -o resnet8.onnx
      """)

  @Argument(help: "Which network.")
  var network: String

  @Option(name: [.short, .long], help: "The ONNX file to write.")
  var output: String

  @Option(help: ArgumentHelp("The image that it takes: height, width and channels.", valueName: "28x28x1"))
  var image: ImageSize?

  @Option(help: ArgumentHelp("Scores that it gives.", valueName: "n"))
  var classes: Int?

  @Option(help: "What lies between an MLP's layers: relu, sigmoid or tanh.")
  var activation: String?

  @Option(help: ArgumentHelp("What the weights are drawn from.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Replace a file that is there.")
  var force = false

  func validate() throws {
    if let classes, !(1...1 << 16).contains(classes) {
      throw ValidationError("--classes is \(classes); a count of 1 to 65536 is expected")
    }
  }

  func run() async throws {
    try writeNetwork(
      network, to: output, seed: seed, image: image?.shape, classes: classes, activation: activation, replacing: force)
    try StandardStream.output.write("wrote '\(output)'\n".shownLines)
  }
}

/// `28x28x1`.
struct ImageSize: ExpressibleByArgument {
  var shape: Shape

  init?(argument: String) {
    let extents = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard extents.count == 3, let height = extents[0], let width = extents[1], let channels = extents[2],
      [height, width, channels].allSatisfy((1...4096).contains)
    else { return nil }
    shape = Shape(height: height, width: width, channels: channels)
  }
}
