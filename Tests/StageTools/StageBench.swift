package import Foundation
import PipelineIR
package import RTL
import TestTools
import Testing
import Verilog

/// Simulates the RTL of many stages in one run and compares each with its model, cycle by cycle.
package enum StageBench {
  package enum Simulator: String, Sendable, CaseIterable { case icarus, verilator }

  /// The first difference of each case that has one, and the number of words compared.
  package static func run(
    _ cases: [StageCase], in simulator: Simulator = .icarus
  ) throws -> (differences: [String], words: Int) {
    try withTemporaryFolder { folder in
      var bench = ""
      var cells: Set<String> = []
      var generated: [String] = []
      for (index, stage) in cases.enumerated() {
        let hardware = stage.operation.hardware(name: "case_\(index)", inputs: stage.inputs)
        cells.formUnion(hardware.cells)
        if hardware.modules.isEmpty { cells.insert(hardware.module) }
        try write(hardware, to: folder)
        generated += hardware.modules.map { $0.name + ".v" }
        bench += StageBenchText(index: index, stage: stage, hardware: hardware).module
        try write(stage, index, to: folder)
      }
      bench += StageBenchText.top(cases: cases.count, cycles: cases.map(\.stimulus.count).max() ?? 0)
      try bench.write(to: folder.appendingPathComponent("bench.v"), atomically: true, encoding: .utf8)
      let files = try cells.sorted().map(cellPath)
      let simulation = try simulate(["bench.v"] + generated + files, simulator, in: folder)
      guard simulation.succeeded, simulator == .verilator || simulation.output.isEmpty else {
        return ([simulation.output], 0)
      }
      return try compare(cases, in: folder)
    }
  }

  /// Builds and runs `bench.v`'s module `bench`; what it printed, or what went wrong.
  static func simulate(
    _ files: [String], _ simulator: Simulator, in folder: URL
  ) throws -> (succeeded: Bool, output: String) {
    let build: [String]
    let run: [String]
    switch simulator {
    case .icarus:
      build = ["iverilog", "-g2005", "-o", "bench.vvp"]
      run = ["vvp", "-n", "bench.vvp"]
    case .verilator:
      // Compiling takes longer than running: no optimization.
      build = [
        "verilator", "--binary", "--timing", "-Wno-fatal", "-Wno-lint", "-MAKEFLAGS", "OPT_FAST=-O0 OPT_GLOBAL=-O0",
        "--top-module", "bench",
      ]
      run = ["./obj_dir/Vbench"]
    }
    let built = try TestTools.run(build[0], build.dropFirst() + files, in: folder)
    guard built.status == 0 else { return (false, built.output) }
    let ran = try TestTools.run(run[0], Array(run.dropFirst()), in: folder)
    return (ran.status == 0 && !ran.output.contains("%Error"), ran.output)
  }

  private static func compare(_ cases: [StageCase], in folder: URL) throws -> ([String], Int) {
    var differences: [String] = []
    for (index, stage) in cases.enumerated() {
      let found = try String(contentsOf: folder.appendingPathComponent("log_\(index).txt"), encoding: .utf8)
      let model = stage.log()
      if found != model { differences.append("\(stage.name): \(firstDifference(found, model))") }
    }
    return (differences, cases.reduce(0) { $0 + $1.expected.reduce(0) { $0 + $1.count } })
  }

  private static func firstDifference(_ found: String, _ model: String) -> String {
    let (a, b) = (found.split(separator: "\n"), model.split(separator: "\n"))
    let at = zip(a, b).prefix { $0 == $1 }.count
    return "the RTL says '\(at < a.count ? a[at] : "")', the model '\(at < b.count ? b[at] : "")'"
  }

  private static func write(_ stage: StageCase, _ index: Int, to folder: URL) throws {
    func lines(_ values: [some BinaryInteger]) -> String {
      values.map { String($0, radix: 16) }.joined(separator: "\n") + "\n"
    }
    for (input, words) in stage.words.enumerated() {
      try lines(words).write(
        to: folder.appendingPathComponent("words_\(index)_\(input).mem"), atomically: true, encoding: .utf8)
    }
    try lines(stage.stimulus).write(
      to: folder.appendingPathComponent("stimulus_\(index).mem"), atomically: true, encoding: .utf8)
  }

  /// What the linters say about each case's hardware; empty when that is nothing.
  package static func lint(_ cases: [StageCase]) throws -> String {
    try withTemporaryFolder { folder in
      let designs = try cases.enumerated().map { index, stage in
        let hardware = stage.operation.hardware(name: "case_\(index)", inputs: stage.inputs)
        try write(hardware, to: folder)
        return (files: try hardware.modules.map { $0.name + ".v" } + hardware.cells.map(cellPath), top: hardware.module)
      }
      return try TestTools.lint(designs, in: folder)
    }
  }

  /// Writes the generated modules and the memories.
  package static func write(_ hardware: StageHardware, to folder: URL) throws {
    for module in hardware.modules {
      try module.description.write(
        to: folder.appendingPathComponent(module.name + ".v"), atomically: true, encoding: .utf8)
    }
    for memory in hardware.memories {
      try memory.text.write(
        to: folder.appendingPathComponent(memory.file), atomically: true, encoding: .utf8)
    }
  }

  private static let cells = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Templates/cells")

  /// Options that make a simulator look for cells in the folders below `Templates/cells`.
  package static func cellFolders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cells.path).sorted().flatMap { ["-y", "\(cells.path)/\($0)"] }
  }

  /// The file of a cell, found in the folders below `Templates/cells`.
  package static func cellPath(_ name: String) throws -> String {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: cells.path)
    let path = try #require(paths.first { $0.hasSuffix("/\(name).v") }, "no cell '\(name)'")
    return cells.appendingPathComponent(path).path
  }
}
