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
