import ArgumentParser
import Driver
import Synthesis

struct SynthesiseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesise", abstract: "How large and how fast a compiled design is, by open tools.",
    discussion: """
      Yosys synthesises the folder's Verilog for a target; nextpnr places and routes it for iCE40 and ECP5 and finds its
      clock and longest path, OpenSTA does for the gates of a Liberty file. The design stands between two chains of
      registers then, so that it fits pins; those are counted nowhere. Layers are kept apart so that each has its
      figures, beside what 'mantissa inspect' estimates. Logs, the report and the bitstream go to build/synthesis in the
      folder. 'make setup-synthesis' installs the tools, 'mantissa doctor' lists them.

      Examples:
        mantissa synthesise build/lenet5 --target ecp5-85k
        mantissa synthesise build/lenet5 --target ice40-hx8k --layer conv1 --clock 80
        mantissa synthesise build/lenet5 --target xc7 --json
        mantissa synthesise build/lenet5 --target asic --liberty cells.lib.gz --no-route
      """)

  @Argument(help: "The folder that 'mantissa compile' wrote.", completion: .directory)
  var folder: String

  @Option(
    help: "What to synthesise for: \(SynthesisTarget.allCases.map(\.rawValue).joined(separator: ", ")).")
  var target: SynthesisTarget

  @Option(
    help: ArgumentHelp("A Liberty file, plain or gzipped, for 'asic'.", valueName: "file"),
    completion: .file(extensions: ["lib"]))
  var liberty: String?

  @Option(help: ArgumentHelp("Only this layer.", valueName: "name"))
  var layer: String?

  @Option(help: ArgumentHelp("The clock that placing aims at.", valueName: "MHz"))
  var clock = 100.0

  @Flag(inversion: .prefixedNo, help: "Place, route and time it, too.")
  var route = true

  @Option(help: ArgumentHelp("Stop a tool after so many seconds.", valueName: "seconds"))
  var timeLimit = 3600

  @OptionGroup var report: OutputOptions

  func validate() throws {
    try requirePositive(timeLimit, "--time-limit")
    guard (1...2000).contains(clock) else {
      throw ValidationError("--clock is \(clock); 1 to 2000 megahertz are possible")
    }
  }

  func run() async throws {
    let request = SynthesiseRequest(
      folder: folder, target: target, liberty: liberty, layer: layer, clock: clock, routes: route, timeLimit: timeLimit)
    try report.print(try await synthesise(request, progress: .terminal))
  }
}

extension SynthesisTarget: ExpressibleByArgument {}
