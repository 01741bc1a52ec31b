import ArgumentParser
import Driver
import Support

/// The command line: reads arguments, calls the driver, turns failures into exit codes.
@main
struct Mantissa: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mantissa",
    abstract: "Compile trained neural networks to Verilog that agrees with its Swift model on every bit.",
    discussion: """
      A first run:
        mantissa inspect lenet5.onnx
        mantissa plan lenet5.onnx -o plan.yml
        mantissa compile lenet5.onnx --plan plan.yml --calibrate images.gz -o build/lenet5
        mantissa verify build/lenet5

      Exit codes: 0 done; 1 the design does not match its model or a bound is missed; 2 the input or the
      command is wrong; 3 a tool is missing or failed, or a disk is full; 4 files of a design were altered.
      """,
    version: Version.current,
    subcommands: [
      InspectCommand.self, PlanCommand.self, EvaluateCommand.self, RunCommand.self, CompareCommand.self,
      CompileCommand.self,
      VerifyCommand.self, WeightsCommand.self, SynthesiseCommand.self, ReportCommand.self, NetworkCommand.self,
      DataCommand.self,
      TrainCommand.self,
      ScoreCommand.self,
      SearchCommand.self,
      OperatorCommand.self,
      CalibrateCommand.self,
      DoctorCommand.self, DemoCommand.self,
    ])

  /// Runs the command; every ending has its exit code.
  static func main() async {
    StandardStream.guardStreams()
    Interruption.heed()
    Temporary.sweep()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Ending.leave(with: Ending.of(error))
    }
  }
}
