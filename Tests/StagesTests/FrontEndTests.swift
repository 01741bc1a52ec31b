import Foundation
import TestTools
import Testing

/// The front ends that join the linters where they are installed.
@Suite struct FrontEndTests {
  private func findings(_ text: String) throws -> String {
    try withTemporaryFolder { folder in
      try text.write(to: folder.appendingPathComponent("late.v"), atomically: true, encoding: .utf8)
      return try FrontEnds.slang([(["late.v"], "late")], in: folder)
    }
  }

  @Test(.enabled(if: FrontEnds.hasSlang, "\(FrontEnds.absence)")) func slangKnowsWhatOthersTake() throws {
    let late = "module late (input wire a, output wire b);\nassign b = c;\nwire c = a;\nendmodule\n"
    #expect(try findings(late).contains("slang: 'late' does not elaborate"))
    #expect(try findings("module late (input wire a, output wire b);\nassign b = a;\nendmodule\n") == "")
  }

  @Test(.enabled(if: FrontEnds.newVerilator != nil, "\(FrontEnds.absence)")) func theNewVerilatorIsNewer() throws {
    let program = try #require(FrontEnds.newVerilator)
    let version = try run(program, ["--version"], in: URL(fileURLWithPath: "/")).output
    #expect(version.contains("rev") && !version.contains("5.006"), "\(version)")
  }
}
