import ArgumentParser
import Driver
import Synthesis

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "List a model's layers, what they take in hardware, and what is unsupported.",
    discussion: """
      Shapes are height x width x channels, as the hardware streams them. Cycles are those of the simulated schedule; bits
      of memory are the compiled design's but for constants that depend on the samples. Look-up tables, flip-flops,
      multipliers and memory blocks (RAMB18 on xc7, SB_RAM40_4K on ice40, DP16KD on ecp5) are estimates, whose error
      against Yosys is stated. Nothing is written. The exit code is 2 when anything in the model is unsupported, and 1
      when no folding fits into the budget. 'mantissa compile --target-cycles' makes what a budget chose.

      Examples:
        mantissa inspect lenet5.onnx
        mantissa inspect lenet5.onnx --plan plan.yml --target ecp5 --json
        mantissa inspect lenet5.onnx --budget luts=20000,bram=100
      """)

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(help: "The plan's file; 8-bit fixed point in every layer when there is none.", completion: .file())
  var plan: String?

  @Option(help: "The family of FPGAs: \(Device.names).")
  var target = Device.xc7

  @Option(help: ArgumentHelp("Choose the smallest folds that take at most so many cycles a frame.", valueName: "n"))
  var targetCycles: Int?

  @Option(
    help: ArgumentHelp(
      "Choose the fastest folds that fit: some of luts=, registers=, bram=, dsp=, with commas between.",
      valueName: "budget"))
  var budget: AreaBudget?

  @OptionGroup var report: OutputOptions

  func validate() throws {
    try requirePositive(targetCycles, "--target-cycles")
    if budget != nil && targetCycles != nil {
      throw ValidationError("--budget chooses the cycles; it does not go with --target-cycles")
    }
  }

  func run() async throws {
    try report.print(
      try inspect(
        InspectOptions(model: model, plan: plan, target: target, targetCycles: targetCycles, budget: budget),
        progress: .terminal))
  }
}

extension AreaBudget: ExpressibleByArgument {
  public init?(argument: String) {
    guard let budget = AreaBudget(argument) else { return nil }
    self = budget
  }
}
