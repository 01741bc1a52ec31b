import Driver
import Foundation
import Support

/// A design's folder, of which one file is replaced.
struct DesignFolder {
  let path: String
  /// Quantized networks that take the same input, to start from.
  private(set) var networks: [[UInt8]] = []

  init(folder: URL) throws {
    path = folder.appending(path: "design").path
    let models = try Models.small(in: folder)
    let plans = try Plans.write(to: folder)
    for model in models.prefix(3) {
      for plan in [nil] + Plans.quick.map({ plans[$0] }) {
        let options = CompileOptions(model: model, plan: plan, calibration: "random", calibrationSamples: 2)
        if let text = try? intermediateText(.quantized, options) { networks.append(Array(text.utf8)) }
      }
    }
    _ = try compile(
      CompileOptions(model: models[0], calibration: "random", calibrationSamples: 2, output: path))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  /// Reads the folder with `name` replaced by the file at `other`, as `verify` does before it simulates, and `report`.
  func read(_ name: String, from other: String) throws {
    try Data(contentsOf: URL(fileURLWithPath: other)).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    try readDesign(path)
    try readReport(path)
  }
}

/// The quantized network of a design.
struct QuantizedSubject: Subject {
  static let name = "quantized"
  private let design: DesignFolder
  private let mutation = TextMutation(words: PlanGrammar.words)

  init(folder: URL) throws { design = try DesignFolder(folder: folder) }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = random.pick(design.networks)
    if !random.chance(16) { mutation.mutate(&bytes, &random) }
    if random.chance(16) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws { try design.read("model/quantized.yml", from: path) }
}

/// The manifest of a design.
struct ManifestSubject: Subject {
  static let name = "manifest"
  private let design: DesignFolder
  private let start: [UInt8]

  init(folder: URL) throws {
    design = try DesignFolder(folder: folder)
    start = try design.bytes("manifest.json")
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = start
    TextMutation(words: PlanGrammar.words).mutate(&bytes, &random)
    if random.chance(8) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws { try design.read("manifest.json", from: path) }
}

/// The vectors of a design.
struct FrameSubject: Subject {
  static let name = "frames"
  private let design: DesignFolder
  private let start: [UInt8]

  init(folder: URL) throws {
    design = try DesignFolder(folder: folder)
    start = try design.bytes("vectors/input.hex")
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = start
    if !random.chance(8) { TextMutation(words: ["x", "zz", "0", "ffff"]).mutate(&bytes, &random) }
    if random.chance(3) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws { try design.read("vectors/input.hex", from: path) }
}

/// A result that `verify` or `synthesise` left in a design for `report`.
struct ResultSubject: Subject {
  static let name = "results"
  private let design: DesignFolder
  private let starts: [[UInt8]]

  init(folder: URL) throws {
    design = try DesignFolder(folder: folder)
    try Disk.makeFolder("\(design.path)/build/results")
    let manifest = try JSONSerialization.jsonObject(with: Data(design.bytes("manifest.json"))) as? [String: Any]
    let hash = manifest?["hash"] as? String ?? ""
    let area = "{\"blocks\": 1, \"luts\": 964, \"multipliers\": 7, \"registers\": 780}"
    let layer = """
      {"area": \(area), "carries": 4, "estimate": \(area), "gate_area": null, "gates": 0, "name": "conv1"}
      """
    let reports = [
      """
      {"altered_files": [], "build_seconds": 4.1, "coverage": {"lines": {"reached": 3, "total": 4}, "toggles": {"reached": 3, \
      "total": 4}, "runs": 1, "file": "f"}, "cycles_per_frame": 19, "distinct_frames": 3, "first_mismatch": null, "frames": 3, \
      "frames_per_second": 29.1, "has_troubled_frames": true, "latency_cycles": 50, "mismatches": 0, "netlist": null, "notes": [], \
      "patterns": ["random"], "problems": ["p"], "seed": 1, "simulator": "icarus", "stalls": "mix", "words_compared": 30}
      """,
      """
      {"altered_files": [], "bitstream": null, "clock": 57.8, "clock_goal": 100, "critical_layer": "conv1", "critical_path": \
      {"cells": 7, "delay": 17.3, "from": "a.b", "instances": ["a"], "routing": 6.2, "to": "a.c"}, "cycles_per_frame": 19, \
      "energy_nanojoules": null, "frames_per_second": 3009.0, "is_kept": false, "latency_microseconds": 881.4, "layer": null, \
      "layers": [\(layer)], "logs": "l", "notes": [], "seconds": 3, "target": "xc7", "tools": ["yosys 0.23"], "total": \(layer)}
      """,
    ]
    starts = reports.map { Array("{\"design\": \"\(hash)\", \"report\": \($0)}".utf8) }
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = random.pick(starts)
    if !random.chance(8) {
      TextMutation(words: ["null", "-1", "1e400", "[]", "9223372036854775807"]).mutate(&bytes, &random)
    }
    if random.chance(8) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  /// Under the name of the command that it looks like.
  func read(_ path: String) throws {
    let text = try String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    let name = text.contains("words_compared") ? "verify-icarus" : "synthesise-xc7"
    for other in ["verify-icarus", "synthesise-xc7"] { unlink("\(design.path)/build/results/\(other).json") }
    try Data(contentsOf: URL(fileURLWithPath: path))
      .write(to: URL(fileURLWithPath: "\(design.path)/build/results/\(name).json"))
    try readReport(design.path)
  }
}
