import Cells
import Emit
import Foundation
import PipelineIR
import Stages
import Support
import TestTools
import Testing
import Tools
import Verify

@Suite struct EmitterTests {
  @Test func sameDesignGivesSameBytes() throws {
    let design = try Sample.design()
    #expect(try Emitter.files(of: design) == Emitter.files(of: design))
  }

  @Test func anotherDesignHasAnotherHash() throws {
    let text = try #require(try Emitter.files(of: Sample.design())["manifest.json"])
    var design = try Sample.design()
    design.quantizedText = "name: other\n"
    let other = try #require(try Emitter.files(of: design)["manifest.json"])
    func hash(_ text: String) -> Substring? { text.split(separator: "\n").first { $0.contains("  \"hash\"") } }
    #expect(hash(text) != nil && hash(text) != hash(other))
  }

  @Test func onlyCellsInUseAreCopied() throws {
    let files = try Emitter.files(of: Sample.design())
    let cells = files.paths.filter { $0.hasPrefix("rtl/cells/") }
    let expected = ["awake", "fifo", "frame_guard", "frame_last", "loop", "narrow", "rom", "skid", "widen"]
    #expect(cells == expected.map { "rtl/cells/mantissa_\($0).v" })
    #expect(files["rtl/mem/sample_second_table_table.mem"]?.split(separator: "\n").count == 64)
  }

  @Test func noPathOrDateIsInTheFiles() throws {
    let files = try Emitter.files(of: Sample.design())
    for path in files.paths {
      // A script asks for a temporary folder whose name has no blanks.
      let text = (files[path] ?? "").replacingOccurrences(of: "/tmp/mantissa-XXXXXX", with: "")
      #expect(!text.contains(FileManager.default.currentDirectoryPath) && !text.contains("/tmp"), "in \(path)")
      #expect(text.contains(try Regex("20[0-9][0-9]-[0-9][0-9]-")) == false, "in \(path)")
    }
  }

  @Test func theEmittedDesignIsLintClean() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      #expect(try lint(design: URL(fileURLWithPath: folder + "/out")) == "")
    }
  }

  @Test(arguments: ["lint", "simulate_icarus", "simulate_verilator", "synthesise_yosys"])
  func theScriptsRun(script: String) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let path = "\(folder)/out/scripts/\(script).sh"
      let run = try await Tool(name: script, path: path).run([], in: "/", limit: .seconds(300))
      #expect(run.succeeded, "\(run.output)")
      if script == "lint" { #expect(run.output == "") }
      if script.hasPrefix("simulate") { #expect(run.output.contains("equal: 60 words")) }
    }
  }

  @Test func theManifestComesBack() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let manifest = try Manifest(folder: folder + "/out")
      #expect(manifest.top == "sample_top" && manifest.cyclesPerFrame == 24)
      #expect(manifest.layers.map(\.name) == ["first", "second", "third"])
      #expect(manifest.interface.input.tdataBits == 32 && manifest.interface.output.laneBits == 8)
      #expect(manifest.memoryBits == 64 * 6 + 8 * 6)
    }
  }

  @Test(arguments: ["{", "[]", "{\"generator\": \"mantissa\"}", ""])
  func aDamagedManifestIsRefused(text: String) async throws {
    try await Sample.withFolder { folder in
      try text.write(toFile: folder + "/manifest.json", atomically: true, encoding: .utf8)
      #expect(throws: Failure.self) { try Manifest(folder: folder) }
    }
  }

  @Test func badPipelinesAreRefused() throws {
    func failure(_ change: (inout Design) -> Void) throws -> Failure? {
      var design = try Sample.design()
      change(&design)
      return #expect(throws: Failure.self) { try Emitter.files(of: design) }
    }
    _ = try failure { $0.pipeline.name = "9 lives" }
    _ = try failure { $0.pipeline.name = "mantissa_skid" }
    _ = try failure { $0.pipeline.stages[1].inputs = ["absent"] }
    _ = try failure { $0.pipeline.stages[2].inputs = ["first_narrow"] }
    _ = try failure { $0.pipeline.outputStream = "first_skid" }
    _ = try failure { $0.expected.removeLast() }
    _ = try failure { $0.frames[0].removeLast() }
    _ = try failure {
      $0.frames = []
      $0.expected = []
    }
  }
}
