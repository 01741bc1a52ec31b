package import Foundation

/// File operations whose errors are `Failure`s that name the file.
package enum Disk {
  /// A failure of the last system call.
  package static func failure(_ path: String, _ what: String, code: Int32 = errno) -> Failure {
    Failure(isUser(code) ? .input : .tool, at: path, "\(what): \(String(cString: strerror(code)))")
  }

  /// Whether a system call failed for what the user asked for, not for the state of the disk.
  private static func isUser(_ code: Int32) -> Bool { ![ENOSPC, EDQUOT, EIO, EMFILE, ENFILE].contains(code) }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(Failure) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw failure(path, "the folder cannot be made", error)
    }
  }

  /// Copies a file or a folder; nothing may be there yet.
  package static func copy(_ source: String, to target: String) throws(Failure) {
    do { try FileManager.default.copyItem(atPath: source, toPath: target) } catch {
      throw failure(target, "'\(source)' cannot be copied here", error)
    }
  }

  /// Writes a new file, without waiting for the disk as `Data.write` does.
  package static func write(_ bytes: some Collection<UInt8>, to path: String, mode: mode_t = 0o666) throws(Failure) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure(path, "the file cannot be made") }
    defer { close(file) }
    guard write(bytes, to: file) else { throw failure(path, "the file cannot be written") }
  }

  /// Writes all bytes to an open file; false when that fails, with the reason in `errno`.
  package static func write(_ bytes: some Collection<UInt8>, to file: Int32) -> Bool {
    let written = bytes.withContiguousStorageIfAvailable { writeAll($0, to: file) }
    return written ?? Array(bytes).withUnsafeBufferPointer { writeAll($0, to: file) }
  }

  private static func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(file, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }

  /// What `body` gives; when it fails and one of the folders is full, the failure says that first.
  package static func namingFull<Result>(
    _ folders: [String], _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    do { return try await body() } catch {
      guard let folder = folders.first(where: isFull) else { throw error }
      let problem = Diagnostic(at: folder, "the folder's disk is full: \(String(cString: strerror(ENOSPC)))")
      throw Failure(.tool, [problem] + error.diagnostics)
    }
  }

  /// Whether a folder has no room for another 64 KiB.
  private static func isFull(_ folder: String) -> Bool {
    let probe = "\(folder)/.\(Temporary.name())"
    let file = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    let fits = file >= 0 && write([UInt8](repeating: 1, count: 1 << 16), to: file)
    let code = errno
    close(file)
    unlink(probe)
    return !fits && [ENOSPC, EDQUOT].contains(code)
  }

  /// Whether a folder is this user's, and nobody else may write there; what others could is taken from them.
  package static func isPrivate(_ folder: String) -> Bool {
    guard let status = status(of: folder), status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
      return false
    }
    let isClosed = status.st_mode & 0o022 == 0 || chmod(folder, status.st_mode & 0o755) == 0
    return isClosed && access(folder, W_OK) == 0
  }

  /// What the system knows of a file, links not followed; nil when there is none.
  package static func status(of path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }

  /// A failure of Foundation.
  package static func failure(_ path: String, _ what: String, _ error: any Error) -> Failure {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard cause.domain == NSPOSIXErrorDomain else { return Failure(at: path, "\(what): \(error.localizedDescription)") }
    return failure(path, what, code: Int32(cause.code))
  }
}
