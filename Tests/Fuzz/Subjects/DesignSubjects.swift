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

  /// Reads the folder with `name` replaced by the file at `other`, as `verify` does before it simulates.
  func read(_ name: String, from other: String) throws {
    try Data(contentsOf: URL(fileURLWithPath: other)).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    try readDesign(path)
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
