import Emit
import Foundation
import Support
import Testing
import Tools
import Verify

private func hasCocotb() async -> Bool {
  guard let python = try? PackagedPython.cocotb.find() else { return false }
  return await PackagedPython.cocotb.version(python) != nil
}

/// The emitted bench for cocotb in Icarus.
@Suite(
  .enabled("cocotb is not on this machine: run `make setup-cocotb`, or set MANTISSA_COCOTB") {
    await hasCocotb()
  })
struct CocotbTests {
  func report(
    _ options: VerifyOptions = VerifyOptions(frames: 2), replace old: String = "", by new: String = "",
    in file: String = ""
  ) async throws -> CocotbReport {
    try await Sample.withFolder { folder in
      let output = folder + "/sample"
      try Emitter.files(of: Sample.design()).write(to: output)
      if !file.isEmpty {
        let text = try String(contentsOfFile: "\(output)/\(file)", encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: "\(output)/\(file)", atomically: true, encoding: .utf8)
      }
      let report = try await CocotbReport.run(folder: output, options)
      let results = try String(contentsOfFile: report.results, encoding: .utf8)
      #expect(results.contains("<testsuites") && results.contains("words_agree_with_pauses"))
      return report
    }
  }

  @Test func everyWordOfEveryTestIsCompared() async throws {
    let report = try await report()
    #expect(report.passed && report.problems.isEmpty && report.alteredFiles.isEmpty)
    #expect(report.tests == 4 && report.failed == 0 && report.wordsCompared == 4 * 2 * 12)
  }

  @Test func aWrongMemoryWordFails() async throws {
    let wrong = try await self.report(replace: "0", by: "1", in: "rtl/mem/sample_second_table_table.mem")
    #expect(!wrong.passed && wrong.failed == 4)
    #expect(wrong.problems.contains { $0.contains("expected") && $0.contains("found") })
    #expect(wrong.alteredFiles == ["rtl/mem/sample_second_table_table.mem"])
  }

  @Test func aWordThatChangesWhileItWaitsFails() async throws {
    let report = try await report(
      replace: "assign m_axis_tvalid = result_tvalid && awake;",
      by: "assign m_axis_tvalid = result_tvalid && awake && s_axis_tvalid;",
      in: "rtl/sample_top.v")
    #expect(report.failed > 0)
  }

  @Test func whatTheBenchCannotDoIsRefused() async throws {
    for (options, kind, message) in [
      (VerifyOptions(frames: 6), Failure.Kind.input, "hold 5 frames, not 6"),
      (VerifyOptions(simulator: .gxx), .input, "'g++' does not run Verilog"),
    ] {
      let failure = await #expect(throws: Failure.self) { try await report(options) }
      #expect(failure?.kind == kind && failure?.description.contains(message) == true)
    }
  }

  @Test func aFolderWithoutTheBenchIsRefused() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/sample")
      try FileManager.default.removeItem(atPath: folder + "/sample/tb/sample_cocotb.py")
      let failure = await #expect(throws: Failure.self) {
        try await CocotbReport.run(folder: folder + "/sample", VerifyOptions())
      }
      #expect(failure?.description.contains("has no bench for cocotb") == true)
    }
  }
}
