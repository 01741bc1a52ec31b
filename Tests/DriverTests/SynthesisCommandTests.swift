import Foundation
import Testing

/// `mantissa operator synthesise` from the outside.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct SynthesisCommandTests {
  private static let hasYosys = FileManager.default.isExecutableFile(atPath: "/usr/bin/yosys")

  @Test(.enabled(if: hasYosys, "yosys is not on this machine")) func tableOfTwo() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-table-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try CommandRun([
      "operator", "synthesise", "--only", "binary weight", "--only", "PLAM 8", "--cache", folder + "/kept", "-o",
      folder + "/operators.md", "--json",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["title"] as? String } == ["PLAM 8", "binary weight x fp32"])
    #expect(report["library"] is NSNull)
    let text = try String(contentsOfFile: folder + "/operators.md", encoding: .utf8)
    #expect(text.contains("| binary weight x fp32 | a gate | 1 / 0 | 1 | 1.00 |"), "\(text)")
    #expect(text.contains("| PLAM 8 | PLAM authors | "))
  }

  @Test func withoutYosys() throws {
    let run = try CommandRun(["operator", "synthesise", "--only", "PLAM 8"], environment: ["PATH": "/nowhere"])
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("apt-get install yosys"))
  }
}
