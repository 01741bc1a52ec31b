internal import Emit
internal import Foundation
internal import Support
internal import Tools

/// Which lines and which bits of a design the testbench has moved, summed over runs with other seeds, pauses and frames.
package struct Coverage: Codable, Sendable, Hashable {
  /// Points of one kind.
  package struct Share: Codable, Sendable, Hashable {
    /// Those that some run came to.
    package var reached = 0
    /// All of them.
    package var total = 0
  }

  /// Statements and branches.
  package var lines = Share()
  /// Bits that went up, and bits that went down.
  package var toggles = Share()
  /// Runs that are summed.
  package var runs: Int
  /// The sum as an lcov file.
  package var file: String

  /// Where the runs of a design are kept in a folder for what is built.
  static func place(of manifest: Manifest, _ options: VerifyOptions, in cache: String) throws(Failure) -> String {
    let folder = "\(cache)/coverage"
    try Disk.makeFolder(folder)
    // Runs of another design count for nothing.
    for name in runs(in: folder) where !name.hasPrefix(manifest.hash.prefix(16)) { unlink("\(folder)/\(name)") }
    let frames = options.frames.map { "-\($0)" } ?? ""
    return "\(folder)/\(manifest.hash.prefix(16))-\(options.stalls.rawValue)-\(options.seed)\(frames).dat"
  }

  private static func runs(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".dat") }.sorted()
  }

  /// Sums the runs that are kept; throws a `Failure` of kind `tool` where Verilator's own program fails.
  ///
  /// - Parameter place: the file of one of them.
  init(summing place: String, limit: Duration) async throws(Failure) {
    let folder = URL(filePath: place).deletingLastPathComponent().path
    let names = Self.runs(in: folder)
    guard !names.isEmpty else {
      throw Failure(
        at: folder, "the design's testbench counts nothing", notes: ["compile it again with this version of Mantissa"])
    }
    let tool = try Tool.find("verilator_coverage")
    try await tool.run(["--write", "sum.tmp"] + names, in: folder, limit: limit).checked("summing coverage")
    try await tool.run(["--write-info", "coverage.info"] + names, in: folder, limit: limit).checked("writing coverage")
    runs = names.count
    file = "\(folder)/coverage.info"
    let text = try WholeFile.text("\(folder)/sum.tmp", most: 1 << 30)
    unlink("\(folder)/sum.tmp")
    for line in text.split(separator: "\n") where line.hasPrefix("C ") {
      guard let count = line.split(separator: " ").last.flatMap({ Int($0) }) else {
        throw Failure(.tool, at: "verilator_coverage", "prints a point without a count")
      }
      let share = line.contains("\u{1}page\u{2}v_toggle") ? \Coverage.toggles : \Coverage.lines
      self[keyPath: share].total += 1
      if count > 0 { self[keyPath: share].reached += 1 }
    }
  }
}
