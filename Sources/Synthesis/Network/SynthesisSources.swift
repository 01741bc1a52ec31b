internal import Emit
internal import Foundation
internal import Support
internal import Verilog

/// What Yosys reads of an emitted folder.
///
/// Sources get names of ours, so that no name of theirs is read as a command.
struct SynthesisSources: Sendable {
  /// The design's Verilog, and the contents of its memories.
  let files: [(name: String, bytes: Data)]
  private let count: Int
  /// Yosys' command that reads the Verilog.
  var read: String { "read_verilog \((0..<count).map { "source_\($0).v" }.joined(separator: " "))" }

  /// Throws a `Failure` of kind `input` where the folder holds C++, or files of it are missing.
  ///
  /// - Parameter others: Verilog files of the folder beside the design's.
  init(folder: String, _ manifest: Manifest, others: [String] = []) throws(Failure) {
    guard manifest.backend == nil else {
      throw Failure(
        at: folder, "the folder holds C++, which Yosys does not read",
        notes: ["compile it without --backend, or give its C++ to a tool for high-level synthesis"])
    }
    for module in manifest.layers.map(\.module) where !VerilogName.isLegal(module) {
      throw Failure(at: folder, "'\(module)' is no Verilog name")
    }
    let paths = manifest.sources + others
    count = paths.count
    let sources = try paths.enumerated().map { number, path throws(Failure) in
      ("source_\(number).v", try WholeFile.bytes("\(folder)/\(path)"))
    }
    let memories = try manifest.memories.map { path throws(Failure) in
      (URL(filePath: path).lastPathComponent, try WholeFile.bytes("\(folder)/\(path)"))
    }
    files = sources + memories
  }

  /// Verilog in memory.
  init(_ texts: [String]) {
    count = texts.count
    files = texts.enumerated().map { ("source_\($0).v", Data($1.utf8)) }
  }

  /// What figures depend on.
  var digest: String {
    files.map { "\($0.name) \(SHA256.hex(of: [UInt8]($0.bytes)))" }.joined(separator: "\n")
  }

  func write(to folder: String) throws(Failure) {
    for file in files { try Disk.write(file.bytes, to: "\(folder)/\(file.name)") }
  }
}
