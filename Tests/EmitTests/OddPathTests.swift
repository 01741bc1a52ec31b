import Emit
import Foundation
import TestTools
import Testing
import Verify

/// Folders may have any name: in `verify`, and in the emitted scripts.
@Suite struct OddPathTests {
  private static let name = "a b'c \"d\" é $x;(z) #%"

  private func withDesign(_ body: (String) async throws -> Void) async throws {
    try await Sample.withFolder { folder in
      let output = "\(folder)/\(Self.name)/sämple"
      try Emitter.files(of: Sample.design()).write(to: output)
      try await body(output)
    }
  }

  @Test(arguments: VerifierTests.both) func verifyTakesAnyFolder(_ options: VerifyOptions) async throws {
    try await withDesign { folder in
      var options = options
      options.frames = 2
      options.waves = true
      let report = try await Verifier.run(folder: folder, options: options, golden: Sample.golden)
      #expect(report.passed, "\(report.findings)")
      // Frames of one's own, and those of the taps, lie elsewhere.
      options.waves = false
      options.inputs = Sample.frames(2, seed: 5)
      #expect(try await Verifier.run(folder: folder, options: options, golden: Sample.golden).passed)
    }
  }

  @Test(arguments: ["simulate_verilator.sh", "simulate_icarus.sh", "lint.sh"]) func scriptsRunAnywhere(
    _ script: String
  ) async throws {
    try await withDesign { folder in
      let run = try run("scripts/\(script)", [], in: URL(fileURLWithPath: folder))
      #expect(run.status == 0, "\(run.output)")
    }
  }
}
