import ArgumentParser
import Driver

/// What `make demo` and `make bench` run.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Take LeNet-5 from its file to simulated hardware.", shouldDisplay: false)

  private static let fashion = "/usr/share/datasets/fashion-mnist/"

  @Option(help: "The ONNX file.") var model = "Examples/lenet5/lenet5.onnx"
  @Option(help: "The plan.") var plan = "Examples/lenet5/fixed8.yml"
  @Option(help: "Images for calibration.") var calibrate = fashion + "train-images-idx3-ubyte.gz"
  @Option(help: "Images to classify and simulate.") var images = fashion + "t10k-images-idx3-ubyte.gz"
  @Option(help: "Their labels.") var labels = fashion + "t10k-labels-idx1-ubyte.gz"
  @Option(name: [.short, .long], help: "The folder to write.") var output = "build/demo"
  @Flag(help: "Report the speed figures.") var benchmark = false

  @OptionGroup var report: OutputOptions

  func run() async throws {
    let options = DemoOptions(
      model: model, plan: plan, calibration: calibrate, images: images, labels: labels, output: output)
    let demo = try await demonstrate(options, progress: .terminal)
    if benchmark { try report.print(BenchmarkReport(demo)) } else { try report.print(demo) }
  }
}
