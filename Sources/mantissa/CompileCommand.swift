import ArgumentParser
import Driver
import Emit
import Estimate
import Support
import Synthesis

struct CompileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Make Verilog or HLS C++, testbench and test vectors from a model.",
    discussion: """
      The folder holds rtl/, tb/, vectors/, scripts, manifest.json, a FuseSoC core file and a README; beside these boards/ to
      try the machine through a serial line, and packaging/ with constraints, projects and descriptions. Nothing is
      written when anything is wrong, and only files that are as this command wrote them are replaced.

      The first ten calibration inputs become test vectors, fewer where these would have more than 2^22 elements. 'random'
      draws 64 inputs, fewer where these would have more than 2^25 elements. Notes tell when there are fewer.

      Examples:
        mantissa compile lenet5.onnx --calibrate images.gz -o build/lenet5
        mantissa compile lenet5.onnx --plan plan.yml --calibrate images.gz --target-cycles 20000
        mantissa compile lenet5.onnx --calibrate images.gz --backend hls -o build/lenet5-hls
        mantissa compile lenet5.onnx --calibrate images.gz --clock 120 --target ecp5-85k
        mantissa compile lenet5.onnx --emit network
      """)

  @OptionGroup var model: ModelOptions

  @Option(name: [.short, .long], help: "The folder to write; 'build/' and the model's name when not given.")
  var output: String?

  @Flag(help: "Replace altered files of an earlier run, and leave files of others where they are.")
  var force = false

  @Option(help: ArgumentHelp("Choose the smallest folds that take at most so many cycles a frame.", valueName: "n"))
  var targetCycles: Int?

  @Option(help: ArgumentHelp("Place registers so that the design reaches this clock in --target.", valueName: "MHz"))
  var clock: Double?

  @Option(help: "The device of --clock: \(SynthesisTarget.timed.map(\.rawValue).joined(separator: ", ")).")
  var target: SynthesisTarget?

  @OptionGroup var backend: BackendOptions

  @Option(
    help: "Ask synthesis for memories in block or distributed (ram_style, rom_style); its choice when not given.")
  var ramStyle: MappingAttributes.MemoryStyle?

  @Option(help: "Ask synthesis for products in DSP blocks (use_dsp), yes or no; its choice when not given.")
  var useDsp: UseDSP?

  @Option(help: "Print this intermediate form instead of writing a folder: \(Self.forms).")
  var emit: IntermediateForm?

  @OptionGroup var report: OutputOptions

  private static let forms = IntermediateForm.allCases.map(\.rawValue).joined(separator: ", ")

  private var goal: ClockGoal? {
    guard let clock, let target else { return nil }
    return ClockGoal(clock: clock, target: target)
  }

  private var options: CompileOptions {
    var options = CompileOptions(
      model: model.model, plan: model.plan, calibration: model.calibrate, calibrationSamples: model.calibrationSamples,
      correctsBatchNorm: model.correctBatchNorm,
      output: output, replacing: force, targetCycles: targetCycles,
      backend: backend.choice, clock: goal)
    options.attributes = MappingAttributes(memories: ramStyle, usesDSP: useDsp.map { $0 == .yes })
    return options
  }

  func validate() throws {
    try requirePositive(targetCycles, "--target-cycles")
    guard (clock == nil) == (target == nil) else { throw ValidationError("--clock and --target go together") }
    if let clock {
      guard (1...2000).contains(clock) else {
        throw ValidationError("--clock is \(clock); 1 to 2000 megahertz are possible")
      }
      guard backend.backend == .verilog else {
        throw ValidationError("--clock places registers in Verilog; high-level synthesis places its own")
      }
    }
    guard backend.backend == .verilog || (ramStyle == nil && useDsp == nil) else {
      throw ValidationError("--ram-style and --use-dsp are attributes of Verilog; leave --backend hls out")
    }
    if emit != nil, report.json { throw ValidationError("--emit prints YAML; it does not go with --json") }
  }

  func run() async throws {
    if let emit {
      try StandardStream.output.write(try intermediateText(emit, options, progress: .terminal))
    } else {
      try report.print(try compile(options, progress: .terminal))
    }
  }
}

/// Whether products are DSP blocks.
enum UseDSP: String, CaseIterable, ExpressibleByArgument {
  case yes, no
}

extension MappingAttributes.MemoryStyle: ExpressibleByArgument {}
extension IntermediateForm: ExpressibleByArgument {}
