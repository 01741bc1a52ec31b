package import Emit
internal import Foundation
package import Support
internal import Synchronization

/// Finished blocks of a long check on disk, so that it can go on after an interruption.
///
/// A text file: a line that names the check, then `block pairs .` a line. A file of another check, or of
/// another operator or Verilog, is started anew; one with any other line is not touched. Blocks with mismatches are not
/// kept and run again.
package final class OperatorState: Sendable {
  /// What blocks that are done have found, by their number.
  package let finished: [Int: OperatorFindings]
  /// Whether the file was of something else and is begun anew.
  package let isRestarted: Bool
  private let file: Mutex<FileHandle>

  /// - Parameter types: the integers of the C++ that is checked; nil for Verilog.
  package init(
    _ path: String, for made: Operator, _ source: any PairSource, _ types: HLSTypes? = nil
  ) throws(Failure) {
    let texts = if let types { try made.sources(types) } else { try made.sources() }
    let digest = SHA256.hex(of: texts.paths.map { $0 + (texts[$0] ?? "") }.joined())
    let title = "mantissa 2: \(made.title), \(source.key), \(digest)"
    var lines: [Substring] = []
    if FileManager.default.fileExists(atPath: path) {
      lines = try WholeFile.text(path, most: 1 << 26).split(separator: "\n")
    }
    let isOurs = lines.first.map { $0 == title } ?? false
    guard lines.isEmpty || Self.isState(lines) else {
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

  /// Whether lines are a title and blocks, of which an interruption may have cut any.
  private static func isState(_ lines: [Substring]) -> Bool {
    lines[0].wholeMatch(of: #/mantissa [0-9]+: .+, [0-9a-f]{64}/#) != nil
      && lines.dropFirst().allSatisfy { line in
        line.utf8.count < 64 && line.utf8.allSatisfy { (48...57).contains($0) || $0 == 32 || $0 == 46 }
      }
  }

  private static func blocks(_ lines: ArraySlice<Substring>, below count: Int) -> [Int: OperatorFindings] {
    var found: [Int: OperatorFindings] = [:]
    for line in lines {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      guard line.hasSuffix("."), numbers.count == 2, (0..<count).contains(numbers[0]),
        (0...PairBlock.most).contains(numbers[1])
      else { continue }
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
