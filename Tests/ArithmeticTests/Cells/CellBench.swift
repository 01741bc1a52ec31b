import BigInt
import Foundation
import TestTools

/// Trials in one Verilog design and one Verilator simulator.
struct CellBench {
  var trials: [CellTrial]
  /// A change to the cells' texts, to see that the trials notice it.
  var mutate: (String) -> String = { $0 }

  /// What one run of all trials found.
  struct Outcome {
    var compared = 0
    var mismatches: [String] = []
  }

  static let cellsFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Templates/cells")

  /// Writes the design into `folder` and returns its files, the top `bench` last.
  func write(into folder: URL) throws -> [String] {
    let needed = trials.reduce(into: Set<String>()) { $0.formUnion($1.cells) }
    let found =
      FileManager.default.enumerator(at: Self.cellsFolder, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL } ?? []
    var files: [String] = []
    for url in found where needed.contains(url.deletingPathExtension().lastPathComponent) {
      let text = try String(contentsOf: url, encoding: .utf8)
      try mutate(text).write(to: folder.appending(path: url.lastPathComponent), atomically: true, encoding: .utf8)
      files.append(url.lastPathComponent)
    }
    for (index, trial) in trials.enumerated() {
      try module(trial, index).write(
        to: folder.appending(path: "trial_\(index).v"), atomically: true, encoding: .utf8)
      files.append("trial_\(index).v")
    }
    try top.write(to: folder.appending(path: "bench.v"), atomically: true, encoding: .utf8)
    return files.sorted() + ["bench.v"]
  }

  private func module(_ trial: CellTrial, _ index: Int) -> String {
    """
    module trial_\(index) (
      input wire [\(trial.inputs.width - 1):0] in,
      output wire [\(trial.expected.width - 1):0] out
    );
    \(trial.body)endmodule

    """
  }

  private var top: String {
    let ports = trials.indices.map { i in
      "  input wire [\(trials[i].inputs.width - 1):0] in_\(i),\n  output wire [\(trials[i].expected.width - 1):0] out_\(i)"
    }
    let instances = trials.indices.map { "  trial_\($0) u_\($0) (.in(in_\($0)), .out(out_\($0)));\n" }
    return "module bench (\n\(ports.joined(separator: ",\n"))\n);\n\(instances.joined())endmodule\n"
  }

  /// Builds the simulator, runs every vector and compares every word.
  func run() throws -> Outcome {
    try withTemporaryFolder { folder in
      let files = try write(into: folder)
      try harness.write(to: folder.appending(path: "main.cpp"), atomically: true, encoding: .utf8)
      for (index, trial) in trials.enumerated() {
        try trial.inputs.storage.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "in_\(index)"))
      }
      let build = try TestTools.run(
        "verilator",
        // One file to compile: of many, each reads Verilator's headers for seconds.
        [
          "--cc", "--exe", "--build", "-Wno-lint", "--output-split", "0",
          "-MAKEFLAGS", "OPT_FAST=-O1 OPT_SLOW=-O0 OPT_GLOBAL=-O1", "--top-module", "bench", "main.cpp",
        ] + files,
        in: folder)
      guard build.status == 0 else { return Outcome(mismatches: [build.output]) }
      let run = try TestTools.run("obj_dir/Vbench", [], in: folder)
      guard run.status == 0 else { return Outcome(mismatches: [run.output]) }
      return try compare(in: folder)
    }
  }

  private func compare(in folder: URL) throws -> Outcome {
    var outcome = Outcome()
    for (index, trial) in trials.enumerated() {
      let data = try Data(contentsOf: folder.appending(path: "out_\(index)"))
      let storage = data.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
      let found = Words(width: trial.expected.width, storage: storage)
      outcome.compared += found.count
      if found == trial.expected { continue }
      let expected = trial.expected.storage
      let at = zip(storage, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      let vector = (at ?? min(storage.count, expected.count)) / found.stride
      outcome.mismatches.append(
        "\(trial.name), vector \(vector) of \(trial.expected.count): \(trial.inputs.text(vector)) gives "
          + "\(found.text(vector)), expected \(trial.expected.text(vector))")
    }
    return outcome
  }
}
