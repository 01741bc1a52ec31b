internal import Foundation
internal import Support

/// Puts a new folder where an old one is.
enum FolderSwap {
  /// Puts `new` in the place of `target`. What was there is at `new` after it, or nowhere.
  static func exchange(_ new: String, _ target: String) throws(Failure) {
    if Disk.status(of: target) == nil {
      if rename(new, target) == 0 { return }
    } else if let renameat2, renameat2(AT_FDCWD, new, AT_FDCWD, target, exchangeFlag) == 0 {
      return
    } else if renameat2 == nil || [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) {
      return try moveAside(new, target)
    }
    throw Disk.failure(target, "the output folder cannot be written")
  }

  private typealias Rename =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// Linux's `renameat2`, which Swift does not import, and its flag `RENAME_EXCHANGE`; nil elsewhere.
  private static let renameat2 = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: Rename.self) }
  private static let exchangeFlag: UInt32 = 2

  /// In two steps, where the disk knows no exchange.
  private static func moveAside(_ new: String, _ target: String) throws(Failure) {
    let aside = aside(target)
    guard rename(target, aside) == 0 else { throw Disk.failure(target, "the output folder cannot be moved") }
    guard rename(new, target) == 0 else {
      let failure = Disk.failure(target, "the output folder cannot be written")
      rename(aside, target)
      throw failure
    }
    try? FileManager.default.removeItem(atPath: aside)
  }

  /// Ends what a killed run began: puts a folder back that was moved aside, or takes it away when the new one is there.
  static func recover(_ target: String) {
    let aside = aside(target)
    // Whoever is at it holds the lock.
    guard let lock = FileLock(aside, .exclusive) else { return }
    withExtendedLifetime(lock) {
      if rename(aside, target) != 0 { try? FileManager.default.removeItem(atPath: aside) }
    }
  }

  private static func aside(_ target: String) -> String {
    let url = URL(fileURLWithPath: target)
    let digest = SHA256.hex(of: url.lastPathComponent).prefix(32)
    return url.deletingLastPathComponent().appendingPathComponent(".mantissa-aside-\(digest)").path
  }
}
