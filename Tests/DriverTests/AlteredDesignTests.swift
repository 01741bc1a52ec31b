import Foundation
import TestTools
import Testing

/// Designs whose files are not those that were compiled, so that simulators cannot be built or do not start.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct AlteredDesignTests {
  private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Models/small_residual.onnx").path

  private func verified(_ alter: (URL) throws -> Void) throws -> CommandRun {
    try withTemporaryFolder { folder in
      let design = folder.appending(path: "design")
      let compiled = try CommandRun("compile", Self.model, "-o", design.path, "--calibrate", "random")
      #expect(compiled.exitCode == 0, "\(compiled.errors)")
      try alter(design)
      return try CommandRun("verify", design.path, "--simulator", "icarus", "--frames", "1")
    }
  }

  @Test func aFileThatNoSimulatorTakesIsSaidToBeAltered() throws {
    let run = try verified { design in
      let file = design.appending(path: "rtl/small_residual_top.v")
      try (String(contentsOf: file, encoding: .utf8) + "garbage\n").write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("the build of the simulator failed"), "\(run.errors)")
    #expect(run.errors.contains("rtl/small_residual_top.v: error: is not as it was compiled"), "\(run.errors)")
    #expect(!run.errors.contains("rtl/small_residual_core.v: error"))
  }

  @Test func aManifestWithoutAFolderToRunInIsTheInputsFault() throws {
    let run = try verified { design in
      let file = design.appending(path: "manifest.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let other = text.replacingOccurrences(of: "\"run_folder\" : \"rtl/mem\"", with: "\"run_folder\" : \"a\\nb\"")
      #expect(other != text)
      try other.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("the folder 'a\\u{a}b', in which simulators run, is not there"), "\(run.errors)")
  }
}
