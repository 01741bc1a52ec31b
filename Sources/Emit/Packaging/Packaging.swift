internal import Cells
internal import Foundation
internal import Support

/// What other flows need of a machine: the FuseSoC core, and `packaging/` with constraints, projects and descriptions.
enum Packaging {
  /// The device of Vivado's synthesis where nobody names another.
  private static let part = "xc7a35ticsg324-1L"

  /// What modules, interfaces and entities are named, after the machine's name and `_`.
  static let modules = ["axi", "axi_tb", "axis", "sv", "vhdl"]

  /// - Parameter clock: in megahertz.
  static func add(_ manifest: Manifest, clock: Double, to files: inout FileSet) throws(Failure) {
    try files.add("\(manifest.name).core", try Scaffold.render("fusesoc.core", core(manifest, files)))
    for kind in Constraints.allCases {
      try files.add(
        kind.path(manifest), try Scaffold.render("packaging/\(kind.template)", kind.values(manifest, clock)))
    }
    for project in ["vivado", "quartus"] {
      try files.add(
        "packaging/\(project).tcl", try Scaffold.render("packaging/\(project).tcl", values(project, manifest)))
    }
    try Descriptions.add(manifest, to: &files)
    try RegisterFiles.add(manifest, to: &files)
  }

  private static func values(_ project: String, _ manifest: Manifest) -> Values {
    var values: Values = [
      "name": .text(manifest.name), "top": .text(manifest.top), "run_folder": .text(manifest.runFolder),
      "sources": .list(manifest.sources.map { ["path": .text($0)] }),
      "has_memories": .flag(!manifest.memories.isEmpty),
    ]
    if project == "vivado" {
      values["part"] = .text(part)
      values["xdc"] = .text(Constraints.xdc.path(manifest))
      values["memories"] = .list(manifest.memories.map { ["path": .text($0)] })
    } else {
      values["sdc"] = .text(Constraints.sdc.path(manifest))
    }
    return values
  }

  private static func core(_ manifest: Manifest, _ files: FileSet) -> Values {
    let cells = files.paths.filter { $0.hasPrefix(BoardFiles.cellFolder) }
    return [
      "name": .text(manifest.name), "top": .text(manifest.top), "part": .text(part),
      "files": .list(manifest.sources.map { ["path": .text($0)] }),
      "memories": .list(
        manifest.memories.map { ["path": .text($0), "base": .text(URL(fileURLWithPath: $0).lastPathComponent)] }),
      "has_memories": .flag(!manifest.memories.isEmpty), "input": .text(manifest.vectors.input),
      "expected": .text(manifest.vectors.expected), "sdc": .text(Constraints.sdc.path(manifest)),
      "xdc": .text(Constraints.xdc.path(manifest)),
      "boards": .list(
        Board.all.map { board in
          [
            "board": .text(board.name), "title": .text(board.title), "folder": .text(board.folder),
            "module": .text(board.top(of: manifest.name)), "constraints": .text(board.constraints),
            "constraints_type": .text(board.family == .ice40 ? "PCF" : "LPF"),
            "flow": .text(board.family == .ice40 ? "icestorm" : "trellis"),
            "synthesis": .text(board.synthesis.joined(separator: ", ")),
            "placing": .text(board.placing.map { "'\($0)'" }.joined(separator: ", ")),
            "cells": .list(cells.map { ["cell": .text($0)] }),
          ]
        }),
    ]
  }
}

/// The forms in which flows take the clock of the top module.
private enum Constraints: String, CaseIterable {
  case sdc, xdc, lpf, pcf

  func path(_ manifest: Manifest) -> String { "packaging/\(manifest.name).\(rawValue)" }

  /// Vivado reads SDC's command.
  var template: String { "clock." + (self == .xdc ? "sdc" : rawValue) }

  func values(_ manifest: Manifest, _ clock: Double) -> Values {
    var values: Values = ["top": .text(manifest.top), "megahertz": .text(String(format: "%g", clock))]
    if self == .sdc || self == .xdc { values["period"] = .text(String(format: "%.3f", 1000 / clock)) }
    return values
  }
}
