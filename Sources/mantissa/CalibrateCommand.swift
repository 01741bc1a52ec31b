import ArgumentParser
import Driver
import Synthesis

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Fit the estimates of area to what Yosys counts.",
    discussion: """
      Synthesises stages of all kinds and sizes for each family of FPGAs, fits the estimates of 'mantissa inspect' to
      them, and says by how much they miss stages that they were not fitted to. The file goes into
      Templates/calibration.json, which the next build of the command carries. Takes some minutes.

      Examples:
        mantissa calibrate -o Templates/calibration.json
        mantissa calibrate --target ice40
      """)

  @Option(help: "Only this family of FPGAs: \(Device.names).")
  var target: Device?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write the fitted estimates; families that were not synthesised keep theirs.", valueName: "file")
  )
  var output: String?

  @OptionGroup var report: OutputOptions

  func run() async throws {
    try report.print(try await calibrate(CalibrateRequest(target: target, output: output), progress: .terminal))
  }
}

extension Device: ExpressibleByArgument {
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
