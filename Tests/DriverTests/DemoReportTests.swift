import Driver
import Foundation
import Testing
import Verify

@Suite struct DemoReportTests {
  @Test func aGoodRunSucceeds() throws {
    let report = try demo()
    #expect(report.exitCode == 0)
    #expect(report.text.contains("every compared bit agrees"))
  }

  @Test func mismatchesFail() throws {
    let report = try demo(mismatches: 1)
    #expect(report.exitCode == 1)
    #expect(report.text.contains("1 of 10 words differ"))
  }

  @Test func nothingComparedFails() throws { #expect(try demo(words: 0).exitCode == 1) }

  @Test func lostAccuracyFails() throws {
    let report = try demo(golden: [0, 0, 0, 0])
    #expect(report.exitCode == 1)
    #expect(report.text.contains("loses too much accuracy"))
  }

  @Test func benchmarksKnowWhichWayIsBetter() throws {
    let good = BenchmarkReport(try demo())
    #expect(good.rows.map(\.reached) == [true, true, true, true])
    #expect(good.exitCode == 0)
    let slow = BenchmarkReport(try demo(seconds: 1))
    #expect(slow.rows.map(\.reached) == [false, true, true, true])
    #expect(slow.exitCode == 1)
    #expect(slow.text.contains("goals missed: model to output folder"))
    let ratio = try #require(slow.rows[0].ratio)
    #expect(abs(ratio - 8.77) < 1e-9)
  }

  @Test func verifyKeys() throws {
    let object = try JSONSerialization.jsonObject(with: Data(try verified(words: 1, mismatches: 0).json().utf8))
    let keys = Set(try #require(object as? [String: Any]).keys)
    #expect(
      keys.isSuperset(of: [
        "simulator", "frames", "words_compared", "mismatches", "cycles_per_frame", "latency_cycles",
        "frames_per_second", "build_seconds", "stalls", "seed", "first_mismatch",
      ]))
  }

  private func verified(words: Int, mismatches: Int) throws -> VerifyReport {
    let json = """
      {"simulator": "verilator", "frames": 10, "distinct_frames": 10, "words_compared": \(words), "mismatches": \(mismatches),
       "cycles_per_frame": 7, "latency_cycles": 9, "frames_per_second": 30, "build_seconds": 12, "stalls": "random",
       "seed": 1, "patterns": ["random"], "has_troubled_frames": false, "first_mismatch": null, "problems": [],
       "notes": [], "altered_files": []}
      """
    return try JSONDecoder().decode(VerifyReport.self, from: Data(json.utf8))
  }

  private func demo(
    seconds: Double = 0.1, words: Int = 10, mismatches: Int = 0, golden: [Int] = [0, 1, 2, 3]
  ) throws -> DemoReport {
    DemoReport(
      compile: CompileReport(
        output: "d", layers: 1, parameters: 2, weightBits: 16, macs: 3, cyclesPerFrame: 4, seconds: seconds),
      evaluate: EvaluateReport(
        labels: [0, 1, 2, 3], float: [0, 1, 2, 3], golden: golden, classes: 4, seconds: 0.0001),
      verify: [try verified(words: words, mismatches: mismatches)])
  }
}
