import ArgumentParser
import Driver
import Emit
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

      With --board the machine stands behind a UART instead, its pins are the board's, and the bitstream can be loaded; the
      exit code is 1 where it does not fit or is too slow, and nothing is packed then.

      Examples:
        mantissa synthesise build/lenet5 --board ulx3s
        mantissa synthesise build/lenet5 --target ecp5-85k
        mantissa synthesise build/lenet5 --target ice40-hx8k --layer conv1 --clock 80
        mantissa synthesise build/lenet5 --target xc7 --json
        mantissa synthesise build/lenet5 --target asic --liberty cells.lib.gz --no-route
      """)

  @Argument(help: "The folder that 'mantissa compile' wrote.", completion: .directory)
  var folder: String

  @Option(
    help: "What to synthesise for: \(SynthesisTarget.allCases.map(\.rawValue).joined(separator: ", ")).")
  var target: SynthesisTarget?

  @Option(help: "Make the bitstream of this board: \(Board.all.map(\.name).joined(separator: ", ")).")
  var board: Board?

  @Option(
    help: ArgumentHelp("A Liberty file, plain or gzipped, for 'asic'.", valueName: "file"),
    completion: .file(extensions: ["lib"]))
  var liberty: String?

  @Option(help: ArgumentHelp("Only this layer.", valueName: "name"))
  var layer: String?

  @Option(help: ArgumentHelp("The clock that placing aims at; 100 when not given.", valueName: "MHz"))
  var clock: Double?

  @Flag(inversion: .prefixedNo, help: "Place, route and time it, too.")
  var route = true

  @Option(help: ArgumentHelp("Stop a tool after so many seconds.", valueName: "seconds"))
  var timeLimit = 3600

  @OptionGroup var report: OutputOptions

  func validate() throws {
    try requirePositive(timeLimit, "--time-limit")
    guard clock.map((1...2000).contains) ?? true else {
      throw ValidationError("--clock is \(clock ?? 0); 1 to 2000 megahertz are possible")
    }
    guard (target == nil) != (board == nil) else {
      throw ValidationError("give either --target or --board")
    }
    guard board == nil || (liberty == nil && layer == nil && clock == nil && route) else {
      throw ValidationError("--board has its own device and clock, and takes the whole network: leave the others out")
    }
  }

  func run() async throws {
    try report.print(try await synthesise(try request, progress: .terminal))
  }

  private var request: SynthesiseRequest {
    get throws {
      if let board { return try SynthesiseRequest(folder: folder, board: board, timeLimit: timeLimit) }
      guard let target else { throw ValidationError("give either --target or --board") }
      return SynthesiseRequest(
        folder: folder, target: target, liberty: liberty, layer: layer, clock: clock ?? 100, routes: route,
        timeLimit: timeLimit)
    }
  }
}

extension Board: ExpressibleByArgument {
  /// The board of a name.
  public init?(argument: String) {
    guard let board = Board.named(argument) else { return nil }
    self = board
  }

  /// Their names, for help and completion.
  public static var allValueStrings: [String] { all.map(\.name) }
}

extension SynthesisTarget: ExpressibleByArgument {}
