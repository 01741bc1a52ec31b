import ArgumentParser
import Driver
import Emit
import Synthesis
import Verify

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Simulate a compiled design and compare every output word.",
    discussion: """
      Builds a simulator in the folder, feeds it images, pauses both sides of the design, and compares with the golden
      model. The default mix of pauses holds each side back for as long as the machine has room or words, then feeds
      frames that end late and early and resets the machine in the middle of one; the report says which patterns a run
      went through. After a difference it names the first layer that is wrong, and where words wait in a machine that
      stopped. With --board a host sends frames through the serial pins of the board's top; --cocotb runs the folder's bench
      in Python instead. The exit code is 1 when anything differs, and 4 when all agrees but files are not as they were
      compiled.

      Examples:
        mantissa verify build/lenet5
        mantissa verify build/lenet5 --simulator icarus --frames 3 --stalls heavy --seed 7
        mantissa verify build/lenet5 --inputs images.gz --frames 100 --junit results.xml
        mantissa verify build/lenet5 --coverage --seed 2
        mantissa verify build/lenet5 --netlist --target xc7 --frames 2
        mantissa verify build/lenet5 --board ulx3s --frames 2
        mantissa verify build/lenet5 --weights build/new
        mantissa verify build/lenet5 --cocotb --frames 1 --junit results.xml
      """)

  @Argument(help: "The folder that 'mantissa compile' wrote.", completion: .directory)
  var folder: String

  @Option(
    help:
      "The simulator: \(VerifyOptions.Simulator.names). Verilator when not given; g++ is that of folders with HLS C++.")
  var simulator: VerifyOptions.Simulator?

  @Option(
    help: ArgumentHelp(
      "Frames to simulate; all that there are when not given, and drawn ones after them in the mix where frames are short.",
      valueName: "n"))
  var frames: Int?

  @Option(
    help: ArgumentHelp("Inputs (IDX, .gz, .npy); the folder's own vectors when not given.", valueName: "file"),
    completion: .file())
  var inputs: String?

  @Option(
    help: ArgumentHelp(
      "Write the words that are fed and expected, as input.hex and expected.hex.", valueName: "folder"),
    completion: .directory)
  var vectors: String?

  @Option(
    help: ArgumentHelp(
      "Load the image in this folder of 'mantissa weights' between frames, then the design's own weights again.",
      valueName: "folder"), completion: .directory)
  var weights: String?

  @Option(help: "How often both sides pause: \(VerifyOptions.Stalls.names).")
  var stalls = VerifyOptions.Stalls.mix

  @Option(help: ArgumentHelp("The seed of the pauses and of drawn frames.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Write waveforms (FST from Verilator, VCD from Icarus).")
  var waves = false

  @Flag(
    help: "Count the lines and bits that Verilator's runs reach, summed over runs, as an lcov file in build/coverage.")
  var coverage = false

  @Option(help: ArgumentHelp("Write the result as JUnit XML.", valueName: "file"), completion: .file())
  var junit: String?

  @Option(help: ArgumentHelp("Stop a build or a simulation after so many seconds.", valueName: "seconds"))
  var timeLimit = 900

  @Flag(help: "Synthesise the design and simulate the netlist, in the target's cells, in place of the RTL.")
  var netlist = false

  @Option(help: "What the netlist is for: ice40-hx8k, ice40-up5k, ecp5-25k, ecp5-85k (the default) or xc7.")
  var target: SynthesisTarget?

  @Option(
    help: "Simulate the top of this board through its serial pins: \(Board.all.map(\.name).joined(separator: ", ")).")
  var board: Board?

  @Flag(help: "Run the folder's bench for cocotb, in Icarus or a Verilator from 5.036, against the folder's vectors.")
  var cocotb = false

  @OptionGroup var report: OutputOptions

  func validate() throws {
    guard netlist || target == nil else {
      throw ValidationError("--target says what a netlist is for; give --netlist, too")
    }
    guard !cocotb || !netlist && !waves && !coverage && inputs == nil && vectors == nil && stalls == .mix else {
      throw ValidationError(
        "--cocotb has pauses and vectors of its own; it goes with --simulator, --frames, --seed and --junit")
    }
    guard !netlist || !waves else { throw ValidationError("--waves shows the RTL; leave --netlist out") }
    guard weights == nil || !(netlist || cocotb || board != nil) else {
      throw ValidationError("--weights loads into the RTL; leave --netlist, --cocotb and --board out")
    }
    guard board == nil || !(netlist || waves || coverage || junit != nil || stalls != .mix || seed != 1) else {
      throw ValidationError("--board goes with --simulator, --frames, --inputs and --time-limit alone")
    }
    try requirePositive(frames, "--frames")
    try requirePositive(timeLimit, "--time-limit")
  }

  func run() async throws {
    var options = VerifyOptions(
      simulator: simulator, frames: frames, stalls: stalls, seed: seed, waves: waves, timeout: .seconds(timeLimit))
    options.coverage = coverage
    options.vectors = vectors
    if let board {
      return try report.print(
        try await verify(board: board, folder: folder, inputs: inputs, options, progress: .terminal))
    }
    var request = VerifyRequest(
      folder: folder, inputs: inputs, junit: junit, netlist: netlist ? target ?? .ecp5large : nil, options: options)
    request.weights = weights
    if cocotb { return try report.print(try await verifyInCocotb(request, progress: .terminal)) }
    try report.print(try await verify(request, progress: .terminal))
  }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// The values as a list.
  fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension VerifyOptions.Simulator: ExpressibleByArgument {}
extension VerifyOptions.Stalls: ExpressibleByArgument {}
