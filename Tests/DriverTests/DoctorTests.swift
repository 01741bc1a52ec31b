import Driver
import Foundation
import Support
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

  /// Headers are no program: there or not, and Python's package has them.
  @Test func headersOfHLSAreLookedFor() async throws {
    let others = await Doctor.examine([]).tools
    #expect(others.map(\.name) == ["ap_int.h", "ac_int.h", "optuna", "cocotb"])
    #expect(
      others.suffix(2).map(\.pythonPackage) == ["optuna", "cocotb"] && !others.suffix(2).contains { $0.required })
    let headers = others.dropLast(2)
    for header in headers {
      #expect(!header.required && header.problem == nil && header.debianPackage == nil)
      #expect(
        header.found == (header.path.map { FileManager.default.fileExists(atPath: "\($0)/\(header.name)") } == true))
    }
    var absent = headers[0]
    absent.found = false
    #expect(DoctorReport(tools: [absent]).install == "pip install hls4ml")
    #expect(DoctorReport(tools: [absent]).exitCode == 0)
  }

  @Test func toolsThatDoNotWorkAreFound() async throws {
    let folder = try Temporary.folder()
    defer { folder.remove() }
    let scripts = ["verilator": "exit 1", "vvp": "true", "make": "echo GNU Make 4.3"]
    for (name, script) in scripts {
      try Disk.write("#!/bin/sh\n\(script)\n".utf8, to: "\(folder.path)/\(name)", mode: 0o755)
    }
    let report = await Doctor.examine(path: folder.path)
    #expect(report.broken == ["verilator", "vvp"])
    #expect(report.exitCode == 3)
    #expect(report.tools.first { $0.name == "make" }?.version == "4.3")
    #expect(report.text.contains("broken: verilator: error: asking for its version failed with exit code 1"))
    #expect(!report.text.contains("everything that is needed is there"))
  }
}
