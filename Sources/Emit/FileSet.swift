package import Support

/// Text files by their path below one folder.
package struct FileSet: Sendable, Hashable {
  /// The texts by their paths.
  package private(set) var texts: [String: String] = [:]
  /// The paths of those that may be executed.
  package private(set) var executables: Set<String> = []

  /// No files.
  package init() {}

  /// The paths in a fixed order.
  package var paths: [String] { texts.keys.sorted() }

  /// The text at a path; nil when there is none.
  package subscript(path: String) -> String? { texts[path] }

  /// The SHA-256 digest of each file by its path.
  package var hashes: [String: String] {
    let paths = paths
    let digests = concurrentMap(paths.count) { SHA256.hex(of: texts[paths[$0]] ?? "") }
    return Dictionary(uniqueKeysWithValues: zip(paths, digests))
  }

  /// Adds a file; throws when another one has its path, or when the path leaves the folder.
  package mutating func add(_ path: String, _ text: String, executable: Bool = false) throws(Failure) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
      throw Failure(at: path, "the file would not be below the output folder")
    }
    guard texts.updateValue(text, forKey: path) == nil else {
      throw Failure(at: path, "two files of the design have this name")
    }
    if executable { executables.insert(path) }
  }
}
