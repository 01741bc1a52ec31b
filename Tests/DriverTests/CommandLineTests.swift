import Driver
import Foundation
import Testing

@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct CommandLineTests {
  @Test func versionAndHelpSucceed() throws {
    let version = try CommandRun("--version")
    #expect(version.exitCode == 0)
    #expect(version.output == "\(Version.current)\n")
    let help = try CommandRun("--help")
    #expect(help.exitCode == 0)
    for command in ["compile", "verify", "evaluate", "plan", "inspect", "doctor"] {
      #expect(help.output.contains("\n  \(command) "), "\(command)")
      let own = try CommandRun(command, "--help")
      #expect(own.exitCode == 0)
      #expect(own.output.contains("mantissa \(command)"), "\(command) shows an example")
    }
  }

  @Test(arguments: [
    ["--bogus"], ["bogus"], ["compile"], ["compile", "m.onnx", "--emit", "soup"], ["evaluate", "m.onnx"],
    ["compile", "m.onnx", "--target-cycles", "0"], ["compile", "m.onnx", "--emit", "network", "--json"],
    ["verify", "d", "--simulator", "soup"], ["verify", "d", "--frames", "-1"],
  ]) func usageErrorsExitWithTwo(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.exitCode == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: "))
  }

  @Test(arguments: [["inspect", "/absent.onnx"], ["plan", "/absent.onnx"], ["compile", "/absent.onnx"]])
  func anAbsentModelExitsWithTwo(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.exitCode == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("/absent.onnx: error: "), "\(run.errors)")
  }

  @Test func doctorExitsWithThreeOnAnEmptyMachine() throws {
    let run = try CommandRun(["doctor", "--json"], environment: ["PATH": "/nowhere"])
    #expect(run.exitCode == 3)
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect((json?["missing"] as? [String])?.contains("verilator") == true)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(shell: String) throws {
    let run = try CommandRun("--generate-completion-script", shell)
    #expect(run.exitCode == 0)
    #expect(run.output.contains("mantissa"))
  }
}
