internal import Foundation
package import Support
internal import Tools

/// Yosys, as every synthesis runs it.
package struct Yosys: Sendable {
  private let tool: Tool
  /// For example `0.23`.
  package let version: String

  /// Finds Yosys; throws a `Failure` of kind `tool` when it is not there.
  package init() async throws(Failure) {
    tool = try Tool.find("yosys")
    version = try await KnownTool.named("yosys").version(tool)
  }

  /// The text of a file that Yosys brings, by its place below the folder that it calls `+`.
  static func library(_ path: String) throws(Failure) -> String {
    let yosys = URL(filePath: try Tool.find("yosys").path).resolvingSymlinksInPath()
    let share = yosys.deletingLastPathComponent().deletingLastPathComponent().path + "/share/yosys"
    return try WholeFile.text("\(share)/\(path)", most: 1 << 24)
  }

  /// The commands that synthesise a module that is read, in a folder that gets what they read beside it.
  func commands(
    synthesising top: String, for target: SynthesisTarget, in folder: String
  ) throws(Failure) -> String {
    let command = "\(target.synthesis) -top \(top)"
    guard target == .xc7, let map = try Self.blockMemoryMap() else { return "\(target.preparation)\n\(command)" }
    try Disk.write(map.utf8, to: "\(folder)/block_memories.v")
    return """
      \(target.preparation)
      \(command) -run begin:map_memory
      memory_libmap -logic-cost-rom 0.015625 -lib +/xilinx/lutrams_xc5v.txt -lib +/xilinx/brams_xc4v.txt \
      -D HAS_SIZE_36 -D HAS_CASCADE -D HAS_MIXWIDTH_SDP
      techmap -map +/xilinx/lutrams_xc5v_map.v
      techmap -map block_memories.v
      \(command) -run map_ffram:
      """
  }

  /// Yosys' map of memories to blocks of 7 series, mended; nil where it is right.
  ///
  /// Until April 2026 it stored, in words of 72 bits, the ninth bits of the four lower bytes in place of those of the upper
  /// four (pull request 5833 of Yosys).
  private static func blockMemoryMap() throws(Failure) -> String? {
    let text = try library("xilinx/brams_xc6v_map.v")
    let mended = text.replacing("PORT_W_WIDTH == 71 ?", with: "PORT_W_WIDTH == 72 ?")
    return mended == text
      ? nil : mended.replacing("`include \"brams_defs.vh\"", with: try library("xilinx/brams_defs.vh"))
  }

  /// Runs a script in a folder that holds all that it reads; throws with the end of its log when it fails.
  ///
  /// - Parameters:
  ///   - name: of the file that the script becomes.
  ///   - title: what is synthesised, for messages.
  ///   - log: a file for what it prints, every pass included; nil for warnings alone, and none kept.
  package func run(
    _ script: String, as name: String = "run.ys", in folder: String, _ title: String, limit: Duration = .seconds(1800),
    log: String? = nil
  ) async throws(Failure) {
    try Disk.write(script.utf8, to: "\(folder)/\(name)")
    try await tool.run(
      (log == nil ? ["-q"] : []) + ["-s", name], in: folder, limit: limit, outputLimit: 1 << 30, log: log
    ).checked("the synthesis of '\(title)'")
  }
}
