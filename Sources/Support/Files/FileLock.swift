internal import Foundation

/// A lock on a file or folder that other processes of Mantissa heed, and that ends with this one at the latest.
package final class FileLock: Sendable {
  /// Whether others may hold the lock as well.
  package enum Mode: Sendable {
    /// For those who read.
    case shared
    /// For the one who writes.
    case exclusive
  }

  private let file: Int32

  /// The lock; nil when another process holds one, when nothing is there, or when its disk knows no locks.
  package init?(_ path: String, _ mode: Mode) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    self.file = file
    // What was locked may have been replaced in the meantime.
    guard Self.lock(file, mode) == 0, Self.isSame(file, path) else { return nil }
  }

  deinit { close(file) }

  /// The lock on an output folder, after waiting for another process that holds one; nil where there is nothing to
  /// lock or the disk knows no locks.
  ///
  /// Throws a `Failure` when the other one is not done in `patience`.
  package static func waiting(
    for path: String, _ mode: Mode, patience: Duration = .seconds(60)
  ) throws(Failure) -> FileLock? {
    let start = ContinuousClock.now
    while true {
      if let lock = FileLock(path, mode) { return lock }
      guard isHeld(path) else { return nil }
      guard ContinuousClock.now - start < patience else {
        throw Failure(
          at: path, "another run of Mantissa uses this folder", notes: ["wait for it, or name another folder"])
      }
      usleep(20_000)
    }
  }

  /// Whether another process holds a lock that keeps this one from the file, or has just replaced it.
  private static func isHeld(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    return lock(file, .exclusive) == 0 || errno == EWOULDBLOCK
  }

  private static func lock(_ file: Int32, _ mode: Mode) -> Int32 {
    flock(file, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB)
  }

  private static func isSame(_ file: Int32, _ path: String) -> Bool {
    var mine = stat()
    var there = stat()
    return fstat(file, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino
      && mine.st_dev == there.st_dev
  }
}
