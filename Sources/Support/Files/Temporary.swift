package import Foundation

/// A file or a folder of this run alone, that nobody else may read and whose name nobody can foresee.
///
/// It is locked for as long as this process lives, so that a later run takes away what a killed one left.
package final class Temporary: Sendable {
  /// Where it lies, until it is moved or removed.
  package let path: String
  private let lock: FileLock?
  private let undo: Interruption.Token

  /// The system's temporary folder.
  private static var system: String { NSTemporaryDirectory() }
  /// The same for programs, of which some take no blanks in paths.
  private static var ofPrograms: String { system.contains(where: \.isWhitespace) ? "/tmp/" : system }

  /// A folder in the system's temporary folder, or in one that every program takes.
  package static func folder(forPrograms: Bool = false) throws(Failure) -> Temporary {
    let parent = forPrograms ? ofPrograms : system
    return try Temporary(in: parent, name()) { path throws(Failure) in
      guard mkdir(path, 0o700) == 0 else {
        throw Failure(
          .tool, at: parent, "the temporary folder cannot be written: \(String(cString: strerror(errno)))",
          notes: ["TMPDIR names another one"])
      }
    }
  }

  /// A folder beside an output, which is to take its place.
  package static func folder(beside target: String) throws(Failure) -> Temporary {
    sweep(beside: target)
    return try Temporary(in: parent(of: target), "." + name()) { path throws(Failure) in
      guard mkdir(path, 0o777) == 0 else { throw Disk.failure(target, "the folder cannot be made") }
    }
  }

  /// A file with some content beside an output, which is to take its place.
  package static func file(_ bytes: some Collection<UInt8>, mode: mode_t, beside target: String) throws(Failure)
    -> Temporary
  {
    sweep(beside: target)
    return try Temporary(in: parent(of: target), "." + name()) { path throws(Failure) in
      do { try Disk.write([], to: path, mode: mode) } catch { throw Disk.failure(target, "the file cannot be made") }
    } fill: { path throws(Failure) in
      let file = open(path, O_WRONLY | O_CLOEXEC)
      defer { close(file) }
      guard file >= 0, Disk.write(bytes, to: file) else { throw Disk.failure(target, "the file cannot be written") }
    }
  }

  /// Puts a file with some content in the place of what is there: the whole of it or nothing. A link is replaced, not followed.
  package static func put(_ bytes: some Collection<UInt8>, mode: mode_t, at path: String) throws(Failure) {
    let file = try file(bytes, mode: mode, beside: path)
    defer { file.remove() }
    guard rename(file.path, path) == 0 else { throw Disk.failure(path, "the file cannot be written") }
  }

  /// Names that no other run has: 128 random bits.
  static func name() -> String {
    prefix + UUID().uuidString.replacing("-", with: "").lowercased()
  }

  private static let prefix = "mantissa-"

  private init(
    in parent: String, _ name: String, _ make: (String) throws(Failure) -> Void,
    fill: (String) throws(Failure) -> Void = { _ throws(Failure) in }
  ) throws(Failure) {
    let path = parent + (parent.hasSuffix("/") ? "" : "/") + name
    self.path = path
    undo = Interruption.onEnd { Self.remove(path) }
    do {
      var lock: FileLock?
      // Another run may have swept it away before it was locked.
      repeat {
        try make(path)
        lock = try FileLock.waiting(for: path, .exclusive)
      } while Disk.status(of: path) == nil
      self.lock = lock
      try fill(path)
    } catch {
      Self.remove(path)
      Interruption.forget(undo)
      throw error
    }
  }

  /// Takes it away, with all that is in it.
  package func remove() {
    Self.remove(path)
    Interruption.forget(undo)
  }

  private static func remove(_ path: String) {
    // Programs that were killed may still be writing their last words.
    for _ in 0..<50 where Disk.status(of: path) != nil {
      if (try? FileManager.default.removeItem(atPath: path)) == nil { usleep(10_000) }
    }
  }

  static func parent(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// Takes away what killed runs of this user left in the system's temporary folder.
  package static func sweep() {
    for parent in Set([system, ofPrograms]) { sweep(parent) }
  }

  /// Takes away what killed runs of this user left beside an output.
  package static func sweep(beside target: String) { sweep(parent(of: target)) }

  private static func sweep(_ parent: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where isOurs(name) {
      let path = "\(parent)/\(name)"
      guard Disk.status(of: path)?.st_uid == geteuid(), let lock = FileLock(path, .exclusive) else { continue }
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  private static func isOurs(_ name: String) -> Bool {
    let bare = name.drop { $0 == "." }
    let digits = bare.dropFirst(prefix.count)
    return bare.hasPrefix(prefix) && digits.count == 32 && digits.allSatisfy { "0123456789abcdef".contains($0) }
  }
}

/// What `body` makes of a temporary folder, which is gone after it; a full one is named by the failure.
///
/// - Parameter forPrograms: whether its path has to be one that every program takes.
package func withTemporaryFolder<Result>(
  forPrograms: Bool = false, _ body: (String) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  let folder = try Temporary.folder(forPrograms: forPrograms)
  defer { folder.remove() }
  return try await Disk.namingFull([folder.path]) { () throws(Failure) in try await body(folder.path) }
}
