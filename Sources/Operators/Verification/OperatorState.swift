internal import Emit
internal import Foundation
package import Support
internal import Synchronization

/// Finished blocks of a long check on disk, so that it can go on after an interruption.
///
/// A text file: a line that names the check, then `block pairs .` a line. A file of another check, or of
/// another operator or Verilog, is started anew. Blocks with mismatches are not kept and run again.
package final class OperatorState: Sendable {
  package let finished: [Int: OperatorFindings]
  /// Whether the file was of something else and is begun anew.
  package let isRestarted: Bool
  private let file: Mutex<FileHandle>

  package init(_ path: String, for made: Operator, _ source: any PairSource) throws(Failure) {
    let texts = try made.sources()
    let digest = SHA256.hex(of: texts.paths.map { $0 + (texts[$0] ?? "") }.joined())
    let title = "mantissa 2: \(made.title), \(source.key), \(digest)"
    let lines =
      FileManager.default.contents(atPath: path)
      .map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
    let isOurs = lines.first.map { $0 == title } ?? false
    if let first = lines.first, !first.hasPrefix("mantissa ") {
      throw Failure(at: path, "this is no state of a check; name a new file with --state")
    }
    isRestarted = !lines.isEmpty && !isOurs
    finished = isOurs ? Self.blocks(lines.dropFirst(), below: source.blocks) : [:]
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      if !isOurs { try Data("\(title)\n".utf8).write(to: URL(fileURLWithPath: path)) }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.seekToEnd()
      // A line that was cut off must not run into the next.
      if isOurs { try handle.write(contentsOf: Data("\n".utf8)) }
      file = Mutex(handle)
    } catch {
      throw Failure(at: path, "the state cannot be written: \((error as NSError).localizedDescription)")
    }
  }

  private static func blocks(_ lines: ArraySlice<Substring>, below count: Int) -> [Int: OperatorFindings] {
    var found: [Int: OperatorFindings] = [:]
    for line in lines {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      guard line.hasSuffix("."), numbers.count == 2, (0..<count).contains(numbers[0]) else { continue }
      var findings = OperatorFindings()
      findings.pairs = numbers[1]
      found[numbers[0]] = findings
    }
    return found
  }

  func record(_ block: Int, _ findings: OperatorFindings) {
    guard findings.mismatchesGolden == 0, findings.mismatchesRTL == 0 else { return }
    file.withLock { try? $0.write(contentsOf: Data("\(block) \(findings.pairs) .\n".utf8)) }
  }
}
