internal import Foundation
package import Support

/// A folder that a command writes: the whole of it or nothing.
///
/// Of what is there already, only what the folder's manifest lists with the digest that it has is replaced. `build/`,
/// where simulators are kept, goes with the folder as it is.
package struct OutputFolder: Sendable {
  /// As the user wrote it.
  package let path: String
  private let isForced: Bool

  /// Throws a `Failure` when the folder cannot be written, or holds what must not be replaced; writes nothing.
  ///
  /// - Parameter replacing: whether altered files of Mantissa are replaced, too, and others left where they are.
  package init(_ path: String, replacing: Bool = false) throws(Failure) {
    self.path = path
    isForced = replacing
    try OutputFile.checkName(path)
    FolderSwap.recover(target)
    try checkReplaceable(content)
  }

  /// Links followed.
  private var target: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path }

  /// Puts the files in their place; waits for another run of Mantissa that uses the folder.
  ///
  /// Throws a `Failure` and leaves everything as it was when something cannot be written.
  package func write(_ files: FileSet) throws(Failure) {
    let target = target
    var place = target
    do {
      try Disk.makeFolder(URL(fileURLWithPath: target).deletingLastPathComponent().path)
      let staging = try Temporary.folder(beside: target)
      defer { staging.remove() }
      place = staging.path
      try files.fill(staging.path)
      let lock = try FileLock.waiting(for: target, .exclusive)
      try withExtendedLifetime(lock) { () throws(Failure) in
        let content = try content
        try checkReplaceable(content)
        try content.keep(in: staging.path, beside: files)
        try Interruption.apart { () throws(Failure) in try FolderSwap.exchange(staging.path, target) }
      }
    } catch {
      var failure = error
      failure.diagnostics = failure.diagnostics.map { problem in
        var problem = problem
        problem.location = problem.location.replacing(place, with: path)
        problem.notes.append("nothing was changed in '\(path)'")
        return problem
      }
      throw failure
    }
  }

  /// Names of what may not be replaced in a message, and files of others that are kept where they are.
  private static let (mostNamed, mostKept) = (8, 100_000)

  private var content: FolderContent {
    get throws(Failure) { try FolderContent(target, most: isForced ? Self.mostKept : Self.mostNamed) }
  }

  private func checkReplaceable(_ content: FolderContent) throws(Failure) {
    if isForced {
      guard content.hasMore else { return }
      throw Failure(
        at: path, "the folder holds more than \(Self.mostKept) files that Mantissa did not write",
        notes: ["name another folder"])
    }
    var problems: [Diagnostic] = []
    if !content.strangers.isEmpty {
      problems.append(
        Diagnostic(
          at: path,
          "the folder holds what Mantissa did not write: "
            + Self.list(content.strangers, hasMore: content.hasMore),
          notes: ["move it away or name another folder; --force leaves it where it is"]))
    }
    if !content.altered.isEmpty {
      problems.append(
        Diagnostic(
          at: path, "files were altered since Mantissa wrote them: \(Self.list(content.altered))",
          notes: ["name another folder; --force replaces them"]))
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  /// The first of some names.
  private static func list(_ names: [String], hasMore: Bool = false) -> String {
    let shown = names.prefix(mostNamed).map { "'\($0)'" }.joined(separator: ", ")
    return hasMore || names.count > mostNamed ? shown + " and more" : shown
  }
}

extension FileSet {
  /// Writes the files as a folder, in place of what Mantissa wrote there before.
  package func write(to path: String) throws(Failure) { try OutputFolder(path).write(self) }

  /// Writes the files into a folder of this run alone.
  package func fill(_ folder: String) throws(Failure) {
    for path in paths {
      let file = "\(folder)/\(path)"
      try Disk.makeFolder(URL(fileURLWithPath: file).deletingLastPathComponent().path)
      try Disk.write((self[path] ?? "").utf8, to: file, mode: executables.contains(path) ? 0o777 : 0o666)
    }
  }
}
