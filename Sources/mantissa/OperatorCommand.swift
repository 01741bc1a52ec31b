import ArgumentParser
import Driver
import Synthesis

struct OperatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operator", abstract: "Stand-alone operators: Verilog or HLS C++, checks against the model, errors.",
    discussion: """
      Examples:
        mantissa operator list
        mantissa operator cells
        mantissa operator emit multiply --format 'posit<16,1>' --multiplier plam --pipeline 2 -o build/plam
        mantissa operator verify multiply --format fp16 --exhaustive
        mantissa operator evaluate add --format bf16 1.5 0x3f81
        mantissa operator errors multiply --format 'fixed<16>' --multiplier 'mitchell-w<6>' --svg errors.svg
        mantissa operator synthesise --only PLAM
      """,
    subcommands: [
      OperatorListCommand.self, OperatorCellsCommand.self, OperatorEmitCommand.self, OperatorVerifyCommand.self,
      OperatorEvaluateCommand.self,
      OperatorErrorsCommand.self, OperatorSpeedCommand.self, OperatorSynthesiseCommand.self,
    ])
}

struct OperatorListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Name the operators, the formats and the multipliers.",
    discussion: """
      Example:
        mantissa operator list --json
      """)

  @OptionGroup var report: OutputOptions

  func run() async throws { try report.print(OperatorListReport()) }
}

struct OperatorEmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Write an operator's Verilog or HLS C++ with a self-checking testbench and a README.",
    discussion: """
      The same operator gives the same bytes. Every operator has the ports aclk, enable, a, b (not in 'sigmoid') and
      result; --pipeline 0 is combinational. In C++ it is an inline function of a and b.

      Examples:
        mantissa operator emit multiply --format 'posit<16,1>' -o build/posit16
        mantissa operator emit multiply --format 'float<4,3,finite>' --format 'fixed<8>'
        mantissa operator emit dot --format 'posit<8,0>' --terms 8 --pipeline 3
        mantissa operator emit multiply --format fp16 --backend hls -o build/fp16-hls
      """)

  @OptionGroup var options: OperatorOptions

  @OptionGroup var backend: BackendOptions

  @Option(name: [.short, .long], help: "The folder to write; below 'build' when not given.")
  var output: String?

  @Flag(help: "Replace altered files of an earlier run, and leave files of others where they are.")
  var force = false

  @OptionGroup var report: OutputOptions

  func run() async throws {
    try report.print(
      try emitOperator(options.selection, to: output, backend: backend.choice, replacing: force))
  }
}

struct OperatorVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare an operator's model and its Verilog or C++, with each other or with vectors.",
    discussion: """
      The Verilog runs in Verilator, C++ is compiled with g++, on two threads. A vector file has rows 'a b result', hexadecimal, perhaps followed
      by flags, plain or gzipped; what is no number compares as a class. Without it the operands are corners and random
      ones, or all of them. With --netlist the operator is synthesised, and Yosys' SAT solver proves the netlist equal to the
      definition, a table of all results; operands have up to 12 bits together then. The exit code is 1 when anything
      differs.

      Examples:
        mantissa operator verify add --format 'posit<8,0>' --exhaustive
        mantissa operator verify multiply --format fp16 --vectors f16_mul.txt.gz
        mantissa operator verify multiply --format 'posit<32,2>' --samples 1000000 --seed 7
        mantissa operator verify multiply --format bf16 --exhaustive --state build/bf16.state
        mantissa operator verify add --format fp16 --backend hls --hls-types ac
        mantissa operator verify multiply --format 'posit<6,1>' --netlist --target xc7
      """)

  @OptionGroup var options: OperatorOptions

  @OptionGroup var backend: BackendOptions

  @Flag(help: "Try every pair of operands.")
  var exhaustive = false

  @Option(help: ArgumentHelp("A file of rows 'a b result' to compare with.", valueName: "file"), completion: .file())
  var vectors: String?

  @Option(help: ArgumentHelp("Pairs to try when neither of these is given.", valueName: "n"))
  var samples = 1 << 20

  @Option(help: ArgumentHelp("The seed of those pairs.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Keep finished blocks in this file, and leave out those in it.", valueName: "file"))
  var state: String?

  @Flag(help: "Prove by SAT that the synthesised netlist is equal to the definition.")
  var netlist = false

  @Option(help: "What the netlist is for: ice40-hx8k, ice40-up5k, ecp5-25k, ecp5-85k (the default) or xc7.")
  var target: SynthesisTarget?

  @OptionGroup var report: OutputOptions

  func validate() throws {
    try requirePositive(samples, "--samples")
    guard netlist || target == nil else {
      throw ValidationError("--target says what a netlist is for; give --netlist, too")
    }
    guard !netlist || !exhaustive && vectors == nil && state == nil && backend.choice == .verilog else {
      throw ValidationError("--netlist is a proof over all operands; leave the other operands and the back end out")
    }
  }

  func run() async throws {
    if netlist {
      return try report.print(
        try await proveOperator(options.selection, target ?? .ecp5large, progress: .terminal))
    }
    let request = OperatorVerifyRequest(
      options.selection, exhaustive: exhaustive, vectors: vectors, samples: samples, seed: seed, state: state,
      backend: backend.choice)
    try report.print(try await verifyOperator(request, progress: .terminal))
  }
}

struct OperatorEvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Print one result of an operator beside the exact one.",
    discussion: """
      An operand is a value in decimal, which is rounded to the format, or a code such as 0x3c00. Terms of 'dot' have
      commas between them; '--' may stand before the operands. A float format with 'ftz' flushes after rounding: a
      result that rounds up to the smallest normal number is that number.

      Examples:
        mantissa operator evaluate multiply --format 'posit<16,1>' --multiplier plam 1.5 1.5
        mantissa operator evaluate add --format fp16 0x3c00 0x0001
        mantissa operator evaluate add --format fp16 -- -0.0 -0.0
        mantissa operator evaluate dot --format 'posit<8,0>' --terms 2 1,2 -0.5,3
      """)

  @OptionGroup var options: OperatorOptions

  @Argument(parsing: .allUnrecognized, help: "The operands.")
  var operands: [String]

  @OptionGroup var report: OutputOptions

  func run() async throws { try report.print(try evaluateOperator(options.selection, operands: values)) }

  /// The operands without the '--' that may stand before them.
  private var values: [String] { operands.first == "--" ? Array(operands.dropFirst()) : operands }
}

struct OperatorErrorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors", abstract: "Mean, mean absolute and worst relative error of an operator.",
    discussion: """
      Over all pairs of operands where these have up to 20 bits together, else over uniform random ones. Pairs whose
      exact result is 0 or no number are left out.

      Examples:
        mantissa operator errors multiply --format 'posit<8,0>' --multiplier plam
        mantissa operator errors multiply --format 'fixed<16>' --multiplier 'mitchell-w<6>' --svg errors.svg
      """)

  @OptionGroup var options: OperatorOptions

  @Option(help: ArgumentHelp("Random pairs where all of them are too many.", valueName: "n"))
  var samples = 1 << 20

  @Option(help: ArgumentHelp("Their seed.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Draw a histogram into this file.", valueName: "file"))
  var svg: String?

  @OptionGroup var report: OutputOptions

  func validate() throws { try requirePositive(samples, "--samples") }

  func run() async throws {
    try report.print(try operatorErrors(options.selection, samples: samples, seed: seed, svg: svg))
  }
}

struct OperatorSpeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Products a second of the golden model in every number system, beside SoftPosit's.",
    discussion: """
      One thread, uniform random operands, results rounded to codes. SoftPosit's C functions are those of its Python
      package, called in a loop of C.

      Example:
        mantissa operator speed --softposit .build/oracles/bin/python3
      """)

  @Option(
    help: ArgumentHelp("A Python interpreter that can import softposit.", valueName: "python"), completion: .file())
  var softposit: String?

  @OptionGroup var report: OutputOptions

  func run() async throws { try report.print(try await operatorSpeed(python: softposit, progress: .terminal)) }
}
