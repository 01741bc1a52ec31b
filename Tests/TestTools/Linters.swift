package import Foundation

/// What every front end on this machine says about a design; empty when they have nothing to say.
///
/// Verilator, Icarus and Yosys have to be here; slang and a newer Verilator join them where `make oracles` could install
/// them. `files` are paths relative to `folder`, `top` the name of the top module.
package func lint(_ files: [String], top: String, in folder: URL) throws -> String {
  try lint([(files, top)], in: folder)
}

/// The same for many designs.
package func lint(_ designs: [(files: [String], top: String)], in folder: URL) throws -> String {
  var findings = ""
  for (files, top) in designs {
    let verilator = ["--lint-only", "-Wall", "--top-module", top] + files
    let script = "read_verilog \(files.joined(separator: " ")); hierarchy -check -top \(top); proc; check -assert"
    var runs = [
      ("verilator", verilator), ("iverilog", ["-g2005", "-Wall", "-t", "null", "-s", top] + files),
      ("yosys", ["-q", "-p", script]),
    ]
    if let newer = FrontEnds.newVerilator { runs.append((newer, ["--quiet"] + verilator)) }
    for (program, arguments) in runs {
      let run = try run(program, arguments, in: folder)
      guard run.status != 0 || !run.output.isEmpty else { continue }
      findings += "\(program) (exit code \(run.status)), \(top):\n\(run.output)\n"
    }
  }
  return findings + (try FrontEnds.slang(designs, in: folder))
}

/// Front ends of Verilog that Debian does not have.
package enum FrontEnds {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let programs = root.appendingPathComponent(".build/oracles/bin").path

  /// A Verilator newer than Debian's; nil when it is not installed.
  package static let newVerilator: String? = {
    // Not its command line program, which prefers the Verilator on PATH.
    let library = root.appendingPathComponent(".build/oracles/lib").path
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
    return versions.map { "\(library)/\($0)/site-packages/verilator/bin/verilator" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Whether slang is installed.
  package static let hasSlang: Bool = {
    let python = programs + "/python3"
    guard FileManager.default.isExecutableFile(atPath: python) else { return false }
    return (try? run(python, ["-c", "import pyslang"], in: root))?.status == 0
  }()

  package static let absence = "slang and a newer Verilator are not installed: run `make oracles`"

  /// The errors that slang finds in designs; empty when it is not here.
  package static func slang(_ designs: [(files: [String], top: String)], in folder: URL) throws -> String {
    guard hasSlang else { return "" }
    let list = folder.appendingPathComponent("slang-\(UUID().uuidString).txt")
    defer { try? FileManager.default.removeItem(at: list) }
    let lines = designs.map { ([$0.top] + $0.files).joined(separator: "\t") + "\n" }
    try lines.joined().write(to: list, atomically: true, encoding: .utf8)
    let script = root.appendingPathComponent("Tests/Oracles/elaborate.py").path
    return try run(programs + "/python3", [script, list.path], in: folder).output
  }
}

/// What the front ends say of a folder that `compile` wrote; slang of its testbenches too.
package func lint(design folder: URL) throws -> String {
  func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path).sorted()
  }
  func paths(_ files: [String]) -> [String] { files.map { folder.appendingPathComponent($0).path } }
  let list = try String(contentsOf: folder.appendingPathComponent("scripts/files.f"), encoding: .utf8)
  let sources = paths(list.split(separator: "\n").map(String.init))
  let benches = try paths(names("tb").filter { $0.hasSuffix(".v") }.map { "tb/" + $0 })
  let top = try names("rtl").first { $0.hasSuffix("_top.v") }.map { String($0.dropLast(2)) } ?? "no top module"
  // Memory files are looked up where simulators run.
  let memories = folder.appendingPathComponent("rtl/mem")
  let place = FileManager.default.fileExists(atPath: memories.path) ? memories : folder.appendingPathComponent("rtl")
  return try lint(sources, top: top, in: place)
    + FrontEnds.slang([(sources + benches, String(top.dropLast(4)) + "_tb")], in: place)
}
