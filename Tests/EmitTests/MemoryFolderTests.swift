import Emit
import Foundation
import Support
import Testing
import Tools

/// Memory files are found from any working directory when the top module is told where they lie.
@Suite struct MemoryFolderTests {
  /// Emits the sample and hands over its folder, its sources, and where its memories lie.
  private func withSample(_ body: (String, [String], String, Manifest) async throws -> Void) async throws {
    try await Sample.withFolder { folder in
      let out = folder + "/out"
      try Emitter.files(of: Sample.design()).write(to: out)
      let manifest = try Manifest(folder: out)
      try await body(out, manifest.sources.map { "\(out)/\($0)" }, "\(out)/\(manifest.runFolder)/", manifest)
    }
  }

  private func vectors(_ out: String, _ manifest: Manifest) -> [String] {
    ["+input=\(out)/\(manifest.vectors.input)", "+expected=\(out)/\(manifest.vectors.expected)"]
  }

  @Test func icarus() async throws {
    try await withSample { out, sources, memories, manifest in
      for (folder, isFound) in [(memories, true), (out + "/", false)] {
        let built = try await Tool.find("iverilog").run(
          [
            "-g2005", "-s", "\(manifest.name)_tb", "-P\(manifest.name)_tb.MEMORY_FOLDER=\"\(folder)\"", "-o",
            out + "/x.vvp",
          ] + sources + ["\(out)/tb/\(manifest.name)_tb.v"], in: "/", limit: .seconds(60))
        #expect(built.succeeded, "\(built.output)")
        let run = try await Tool.find("vvp").run(
          ["-n", out + "/x.vvp"] + vectors(out, manifest), in: "/", limit: .seconds(60))
        #expect(run.output.contains("equal: 60 words") == isFound, "\(run.output)")
      }
    }
  }

  @Test func verilator() async throws {
    try await withSample { out, sources, memories, manifest in
      let built = try await Tool.find("verilator").run(
        [
          "--cc", "--exe", "--build", "-Wno-fatal", "--prefix", "Vdut", "--top-module", manifest.top, "--Mdir",
          out + "/build", "-GMEMORY_FOLDER=\"\(memories)\"", "-o", "simulator",
        ] + sources + ["\(out)/tb/\(manifest.name)_tb.cpp"], in: "/", limit: .seconds(200))
      #expect(built.succeeded, "\(built.output)")
      let run = try await Tool(name: "simulator", path: out + "/build/simulator").run(
        vectors(out, manifest) + ["+frames=5"], in: "/", limit: .seconds(60))
      #expect(run.succeeded, "\(run.output)")
    }
  }

  @Test func yosys() async throws {
    try await withSample { out, sources, memories, manifest in
      for (folder, isFound) in [(memories, true), (out + "/", false)] {
        // Yosys 0.23 takes no strings here, so the path is a number.
        let digits = folder.utf8.map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let script =
          "read_verilog -defer \(sources.joined(separator: " ")); hierarchy -check -top \(manifest.top) "
          + "-chparam MEMORY_FOLDER \(8 * folder.utf8.count)'h\(digits); proc; check -assert"
        let run = try await Tool.find("yosys").run(["-q", "-p", script], in: "/", limit: .seconds(60))
        #expect(run.succeeded == isFound, "\(run.output)")
      }
    }
  }
}
