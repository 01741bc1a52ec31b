import ArgumentParser
import Driver
import Support

struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Write a small generated data set: inputs.npy and labels.npy.",
    discussion: """
      The data sets are \(generatedDataSets): two half circles that reach into each other, a class each.

      Examples:
        mantissa data two-moons --samples 1000 -o moons
        mantissa network mlp:2-16-16-2 --activation sigmoid -o moons.onnx
        mantissa train moons.onnx --recipe posit --images moons/inputs.npy --labels moons/labels.npy -o build/moons
      """)

  @Argument(help: "Which data set.")
  var name: String

  @Option(help: ArgumentHelp("How many samples.", valueName: "n"))
  var samples = 1000

  @Option(help: ArgumentHelp("The standard deviation of what is added to each coordinate.", valueName: "x"))
  var noise = 0.1

  @Option(help: ArgumentHelp("What the samples are drawn from.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(name: [.short, .long], help: "The folder to write.")
  var output: String

  @Flag(help: "Replace files that are there.")
  var force = false

  func validate() throws {
    if !(2...1 << 20).contains(samples) {
      throw ValidationError("--samples is \(samples); a count of 2 to 1048576 is expected")
    }
    if !(0...10).contains(noise) { throw ValidationError("--noise is \(noise); a number of 0 to 10 is expected") }
  }

  func run() async throws {
    try writeDataSet(name, samples: samples, noise: noise, seed: seed, to: output, replacing: force)
    try StandardStream.output.write("wrote '\(output)'\n".shownLines)
  }
}
