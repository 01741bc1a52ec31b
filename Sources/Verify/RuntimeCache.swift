internal import Emit
internal import Foundation
internal import Support
internal import Tools

/// Verilator's runtime library, compiled once a version and kept in the user's cache folder.
///
/// It takes longer to compile than most designs.
struct RuntimeCache: Sendable {
  /// What `verilator --version` prints.
  let version: String
  let withWaves: Bool

  private var names: [String] {
    ["verilated.o", "verilated_threads.o"] + (withWaves ? ["verilated_fst_c.o"] : [])
  }

  /// `mantissa` in `XDG_CACHE_HOME` or `~/.cache`; nil when there is no home, or none that can be written.
  private var folder: String? {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
    guard let base, base.hasPrefix("/"), !base.contains(where: \.isWhitespace) else { return nil }
    let key = SHA256.hex(of: version + (withWaves ? "waves" : "")).prefix(16)
    let folder = "\(base)/mantissa/verilator-\(key)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return FileManager.default.isWritableFile(atPath: folder) ? folder : nil
  }

  /// The object files to link; made by the generated makefile in `staging` and kept when they are not there yet.
  func objects(_ staging: String, _ make: Tool, _ timeout: Duration) async throws(Failure) -> [String] {
    if let folder, names.allSatisfy({ FileManager.default.fileExists(atPath: "\(folder)/\($0)") }) {
      return names.map { "\(folder)/\($0)" }
    }
    try await make.run(["-j", "2", "-f", "Vdut.mk"] + names, in: staging, limit: timeout)
      .checked("the build of Verilator's runtime")
    if let folder {
      for name in names { try? Disk.move("\(staging)/\(name)", to: "\(folder)/\(name)", keepSource: true) }
    }
    return names
  }
}
