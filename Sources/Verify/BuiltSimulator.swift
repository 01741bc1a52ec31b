internal import Emit
internal import Support

extension FileCache {
  /// The simulator that a text with its sources, options and tool stands for: the one built before, or else `build` makes the
  /// program `simulator` in a folder of its own, and it takes the place of others of the group.
  func simulator(
    _ group: String, of text: String, _ build: (_ staging: String) async throws(Failure) -> Void
  ) async throws(Failure) -> KeptFile {
    let key = group + SHA256.hex(of: text).prefix(16)
    if let product = file(key) { return product }
    // GNU make takes no blanks in paths, so the build is made elsewhere and kept then.
    return try await withTemporaryFolder(forPrograms: true) { staging throws(Failure) in
      try await build(staging)
      return try keep(staging + "/simulator", as: key, group: group)
    }
  }
}

extension Manifest {
  /// A file's path from the folder in which a simulator runs: Icarus opens no file whose path is not ASCII, so that of the
  /// design's folder is left out.
  func path(_ file: String, from folder: String) -> String {
    file.hasPrefix(folder + "/") ? upToRoot + file.dropFirst(folder.count + 1) : file
  }
}

extension VerifyOptions.Simulator {
  /// The program that builds it.
  var program: String {
    switch self {
    case .verilator: "verilator"
    case .icarus: "iverilog"
    case .gxx: "g++"
    }
  }
}
