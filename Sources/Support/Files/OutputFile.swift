internal import Foundation

/// A file that a command writes: the whole of it or nothing.
package struct OutputFile: Sendable {
  /// As the user wrote it.
  package let path: String

  /// Throws a `Failure` when no file can be there, or when it is one of the command's inputs; writes nothing.
  package init(_ path: String, besides inputs: [String?] = []) throws(Failure) {
    self.path = path
    try Self.checkName(path)
    guard let there = Self.target(path) else { return }
    guard there.st_mode & S_IFMT != S_IFDIR else { throw Failure(at: path, "this is a folder; the output is a file") }
    for case let input? in inputs {
      guard let read = Self.target(input), read.st_ino == there.st_ino, read.st_dev == there.st_dev else { continue }
      throw Failure(at: path, "this is also what is read", notes: ["name another output"])
    }
  }

  /// What the system knows of a file, links followed; nil when there is none.
  private static func target(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// Throws a `Failure` when an output cannot bear this name.
  package static func checkName(_ path: String) throws(Failure) {
    guard !path.isEmpty else { throw Failure(at: "''", "an output cannot have an empty name") }
    guard Disk.status(of: path) != nil else {
      if errno == ENAMETOOLONG { throw Failure(at: path, "the name is too long for this disk") }
      return
    }
    guard target(path) == nil else { return }
    let code = errno
    let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
    throw Failure(
      at: path, "this is a link to '\(target)', which leads nowhere: \(String(cString: strerror(code)))",
      notes: ["remove the link, or name another output"])
  }

  /// Puts the text in its place; folders above it are made.
  package func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Puts the bytes in their place; folders above them are made.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    let there = Self.target(path)
    if let there, there.st_mode & S_IFMT != S_IFREG { return try writeToDevice(bytes) }
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    if there == nil { try Disk.makeFolder(Temporary.parent(of: target)) }
    try Temporary.put(bytes, mode: there.map { $0.st_mode & 0o777 } ?? 0o666, at: target)
  }

  /// Into what is no file, such as a terminal or a pipe, which stays what it is.
  private func writeToDevice(_ bytes: [UInt8]) throws(Failure) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    defer { close(file) }
    guard file >= 0, Disk.write(bytes, to: file) else { throw Disk.failure(path, "cannot be written") }
  }
}
