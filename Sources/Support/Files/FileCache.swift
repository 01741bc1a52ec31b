internal import Foundation

/// A file of a cache, which no other run takes away for as long as this value lives.
package struct KeptFile: Sendable {
  /// Where the file lies, for messages and for opening it.
  package let path: String
  private let lock: FileLock?

  /// nil where it is gone.
  fileprivate init?(_ path: String) throws(Failure) {
    self.path = path
    lock = try FileLock.waiting(for: path, .shared)
    guard Disk.status(of: path) != nil else { return nil }
  }
}

/// A folder of files that take long to make, each by a key.
///
/// A file's name ends in its digest: one that is damaged, or that another user put there, is not found.
package struct FileCache: Sendable {
  /// Where the files lie.
  package let folder: String

  /// A cache in a folder that only this user can write.
  package init(folder: String) { self.folder = folder }

  /// `mantissa/name` in `XDG_CACHE_HOME` or `~/.cache`, made when it is not there; nil when there is no home, none that
  /// can be written, or when others can.
  package static func ofUser(_ name: String) -> FileCache? {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
    guard let base, base.hasPrefix("/") else { return nil }
    let (own, folder) = ("\(base)/mantissa", "\(base)/mantissa/\(name)")
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return Disk.isPrivate(own) && Disk.isPrivate(folder) ? FileCache(folder: folder) : nil
  }

  /// The file of a key, unless there is none that is whole; one that is not is taken away.
  package func file(_ key: String) -> KeptFile? {
    for name in names(key + ".") {
      let path = "\(folder)/\(name)"
      guard let kept = try? KeptFile(path) else { continue }
      guard let status = Disk.status(of: path), status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
        let digest = digest(of: path), name == "\(key).\(digest)"
      else {
        unlink(path)
        continue
      }
      return kept
    }
    return nil
  }

  /// Keeps a copy of a file under a key, in place of those whose keys begin with `group` and that nobody uses.
  @discardableResult
  package func keep(_ source: String, as key: String, group: String? = nil) throws(Failure) -> KeptFile {
    guard let digest = digest(of: source), let bytes = FileManager.default.contents(atPath: source) else {
      throw Failure(.tool, at: source, "the file cannot be read")
    }
    let path = "\(folder)/\(key).\(digest)"
    let mode = Disk.status(of: source)?.st_mode ?? 0o644
    while true {
      try Temporary.put(bytes, mode: mode & 0o755, at: path)
      // Another run may have taken it away again.
      guard let kept = try KeptFile(path) else { continue }
      for name in names(group ?? key + ".") where "\(folder)/\(name)" != path {
        let old = "\(folder)/\(name)"
        if let lock = FileLock(old, .exclusive) { withExtendedLifetime(lock) { _ = unlink(old) } }
      }
      return kept
    }
  }

  private func names(_ prefix: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix(prefix) }.sorted()
  }

  private func digest(of path: String) -> String? {
    SHA256.hex(ofFile: path).map { String($0.prefix(16)) }
  }
}
