import Foundation
import Testing
import Verify

@Suite struct ReportTests {
  func report() async throws -> VerifyReport {
    try await Sample.verify(
      VerifierTests.icarus, replace: "03\n", by: "07\n", in: "rtl/mem/sample_second_table_table.mem")
  }

  @Test func jsonHasTheKeysThatScriptsRelyOn() async throws {
    let data = try JSONEncoder().encode(try await report())
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let keys: Set = [
      "simulator", "frames", "words_compared", "mismatches", "cycles_per_frame", "latency_cycles",
      "frames_per_second", "build_seconds", "stalls", "seed", "first_mismatch",
    ]
    #expect(keys.isSubset(of: object.keys))
    let first = try #require(object["first_mismatch"] as? [String: Any])
    #expect(first["expected_code"] as? String == "03")
    #expect((first["layer"] as? [String: Any])?["layer"] as? String == "second")
  }

  @Test func firstMismatchIsNullWhenThereIsNone() async throws {
    let report = try await Sample.verify(VerifierTests.icarus)
    let data = try JSONEncoder().encode(report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["first_mismatch"] is NSNull)
    #expect(report.junit(design: "sample").contains("failures=\"0\""))
  }

  @Test func junitTellsTheFailure() async throws {
    let text = try await report().junit(design: "a<b&\"c\"")
    #expect(text.contains("failures=\"1\""))
    #expect(text.contains("name=\"a&lt;b&amp;&quot;c&quot;, icarus, stalls mix, seed 3\""))
    #expect(text.contains("golden model and RTL part in layer 'second'"))
  }
}
