package import Support

/// The three readers that every emitted design has to pass without a word.
package enum Lint {
  /// Everything that `verilator`, `iverilog` and `yosys` print about the files; empty when they are clean.
  ///
  /// Relative names of memory files are looked up in `folder`. Throws when a tool is missing, crashes or hangs.
  package static func run(
    files: [String], top: String, folder: String = ".", limit: Duration = .seconds(600)
  ) async throws(Failure) -> String {
    let commands: [(String, [String])] = [
      ("verilator", ["--lint-only", "-Wall", "--top-module", top] + files),
      ("iverilog", ["-g2005", "-Wall", "-s", top, "-t", "null"] + files),
      ("yosys", ["-q", "-p", yosysScript(files: files, top: top)]),
    ]
    var findings = ""
    for (name, arguments) in commands {
      findings += try await findingsOf(name, arguments, folder, limit)
    }
    return findings
  }

  private static func yosysScript(files: [String], top: String) -> String {
    let names = files.map { "\"\($0)\"" }.joined(separator: " ")
    return "read_verilog \(names); hierarchy -check -top \(top); proc; check -assert"
  }

  private static func findingsOf(
    _ name: String, _ arguments: [String], _ folder: String, _ limit: Duration
  ) async throws(Failure) -> String {
    let run = try await Tool.find(name).run(arguments, in: folder, limit: limit)
    switch run.ending {
    case .exited(0): return printed(run.output)
    case .exited(let code): return printed(run.output) + "\(name): exit code \(code)\n"
    case .signalled, .timedOut, .printedTooMuch: return try run.checked("lint").output
    }
  }

  /// The output without Icarus' remark on its own version.
  private static func printed(_ output: String) -> String {
    output.split(separator: "\n").filter { !$0.contains("Unable to get version") }
      .map { "\($0)\n" }.joined()
  }
}
