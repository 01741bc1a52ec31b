import Driver
import Foundation
import Testing

@Suite struct DoctorTests {
  @Test func anEmptyMachineLacksTools() async throws {
    let report = await Doctor.examine(path: "/nowhere")
    #expect(report.exitCode == 3)
    #expect(report.missing.contains("verilator"))
    #expect(report.install?.contains("apt-get install") == true)
    #expect(report.text.contains("MISSING"))
    #expect(report.tools.allSatisfy { !$0.found && $0.path == nil })
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try report.json().utf8)) as? [String: Any])
    let tools = try #require(json["tools"] as? [[String: Any]])
    #expect(tools.first?["path"] is NSNull)
  }
}
