package import Foundation

/// What Verilator, Icarus and Yosys say about a design; empty when they have nothing to say.
///
/// `files` are paths relative to `folder`, `top` the name of the top module.
package func lint(_ files: [String], top: String, in folder: URL) throws -> String {
  let verilator = try run(
    "verilator", ["--lint-only", "-Wall", "--top-module", top] + files, in: folder)
  let icarus = try run("iverilog", ["-g2005", "-Wall", "-t", "null", "-s", top] + files, in: folder)
  let script = "read_verilog \(files.joined(separator: " ")); hierarchy -check -top \(top); proc; check -assert"
  let yosys = try run("yosys", ["-q", "-p", script], in: folder)
  return [("verilator", verilator), ("iverilog", icarus), ("yosys", yosys)]
    .filter { $0.1.status != 0 || !$0.1.output.isEmpty }
    .map { "\($0.0) (exit code \($0.1.status)):\n\($0.1.output)" }
    .joined(separator: "\n")
}
