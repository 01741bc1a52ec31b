import Emit
import Foundation
import Support
import Synthesis
import Verify

/// A report that stays in the folder it is about, so that `mantissa report` shows it.
protocol KeptReport: Codable, Sendable {
  /// The command that makes it.
  static var command: String { get }
  /// How its keys are written in JSON.
  static var keys: JSONDecoder.KeyDecodingStrategy { get }
  /// Whether its numbers are such as the command finds.
  var isSound: Bool { get }
}

/// The newest results of `verify` and `synthesise` in a compiled folder, each with the digest of its design:
/// `build/results/NAME.json`.
struct KeptResults {
  let folder: String
  let manifest: Manifest

  private struct Entry<Content: KeptReport>: Codable {
    var design: String
    var report: Content
  }

  /// Keeps a report in place of the one before; gives a note where that is not possible.
  func keep(_ report: some KeptReport, as name: String) -> String? {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      let data = try encoder.encode(Entry(design: manifest.hash, report: report))
      try put(Array(data) + [10], at: path(name))
      return nil
    } catch { return "the result is not kept for 'mantissa report': \(error)" }
  }

  /// The report of a name; nil where there is none, or where it is of another design.
  ///
  /// Throws where the file is not what the command writes.
  func read<Content: KeptReport>(_ type: Content.Type, _ name: String) throws(Failure) -> Content? {
    let path = path(name)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let data = try WholeFile.bytes(path, most: 1 << 24)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = Content.keys
    guard let entry = try? decoder.decode(Entry<Content>.self, from: data), entry.report.isSound else {
      throw Failure(
        at: path, "this is no result of 'mantissa \(Content.command)'",
        notes: ["remove the file, or run 'mantissa \(Content.command)' again"])
    }
    return entry.design == manifest.hash ? entry.report : nil
  }

  /// Takes the place of what is there, and follows no link that somebody put into the folder.
  private func put(_ bytes: [UInt8], at path: String) throws(Failure) {
    let results = "\(folder)/build/results"
    try Disk.makeFolder(results)
    guard Disk.isPrivate("\(folder)/build"), Disk.isPrivate(results) else {
      throw Failure(at: results, "the folder cannot be written, or others can write it")
    }
    try Temporary.put(bytes, mode: 0o644, at: path)
  }

  private func path(_ name: String) -> String { "\(folder)/build/results/\(name).json" }

  /// What a verification is kept as.
  static func name(_ simulator: VerifyOptions.Simulator, netlist: SynthesisTarget?) -> String {
    (["verify", simulator.rawValue] + (netlist.map { [$0.rawValue] } ?? [])).joined(separator: "-")
  }

  /// What a synthesis of the whole network is kept as.
  static func name(_ target: SynthesisTarget) -> String { "synthesise-\(target.rawValue)" }

  /// Every verification of the design.
  func verifications() throws(Failure) -> [VerifyReport] {
    var found: [VerifyReport] = []
    for netlist in [nil] + SynthesisTarget.allCases.map(Optional.some) {
      for simulator in VerifyOptions.Simulator.allCases {
        if let report = try read(VerifyReport.self, Self.name(simulator, netlist: netlist)) { found.append(report) }
      }
    }
    return found
  }

  /// Every synthesis of the whole design.
  func syntheses() throws(Failure) -> [SynthesiseReport] {
    var found: [SynthesiseReport] = []
    for target in SynthesisTarget.allCases {
      if let report = try read(SynthesiseReport.self, Self.name(target)) { found.append(report) }
    }
    return found
  }
}

extension VerifyReport: KeptReport {
  static let command = "verify"
  static let keys = JSONDecoder.KeyDecodingStrategy.useDefaultKeys

  var isSound: Bool {
    [frames, distinctFrames, wordsCompared, mismatches, cyclesPerFrame ?? 0, latencyCycles ?? 0].allSatisfy { $0 >= 0 }
  }
}

extension SynthesiseReport: KeptReport {
  static let command = "synthesise"
  static let keys = JSONDecoder.KeyDecodingStrategy.convertFromSnakeCase

  var isSound: Bool {
    (layers + [total]).allSatisfy { layer in
      ([layer.area] + [layer.estimate].compactMap { $0 }).allSatisfy { area in
        [area.luts, area.registers, area.multipliers, area.blocks].allSatisfy((0...1 << 40).contains)
      }
    } && [clock, criticalPath?.delay, framesPerSecond, latencyMicroseconds].allSatisfy { ($0 ?? 1) > 0 }
  }
}
