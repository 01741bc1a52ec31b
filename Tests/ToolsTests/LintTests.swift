import Foundation
import Testing
import Tools

@Suite struct LintTests {
  func findings(_ source: String) async throws -> String {
    let folder = NSTemporaryDirectory() + "mantissa-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/sample.v"
    try source.write(toFile: path, atomically: true, encoding: .utf8)
    return try await Lint.run(files: [path], top: "sample", folder: folder)
  }

  @Test func cleanModulePrintsNothing() async throws {
    let text = "module sample (input wire a, output wire b);\n  assign b = !a;\nendmodule\n"
    #expect(try await findings(text) == "")
  }

  @Test func unusedSignalIsFound() async throws {
    let text = "module sample (input wire [1:0] a, output wire b);\n  assign b = !a[0];\nendmodule\n"
    #expect(try await findings(text).contains("UNUSED"))
  }

  @Test func combinationalLoopIsFound() async throws {
    let text = "module sample (output wire b);\n  wire x;\n  assign x = !b;\n  assign b = !x;\nendmodule\n"
    let found = try await findings(text)
    #expect(found.contains("UNOPTFLAT"))
    #expect(found.contains("yosys: exit code"))
  }

  @Test func brokenTextIsFoundByAll() async throws {
    let found = try await findings("module sample (;\n")
    for tool in ["verilator", "iverilog", "yosys"] { #expect(found.contains("\(tool): exit code")) }
  }
}
