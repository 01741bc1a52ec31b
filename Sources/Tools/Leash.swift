internal import Foundation
internal import Support
internal import SystemPackage

/// Ends a program and all that it started as soon as this process is gone, even killed.
///
/// The program starts from a shell that leaves a watcher behind in its process group. The watcher waits for the end of
/// a pipe whose other end only this process has, and then kills the group.
struct Leash: Sendable {
  static let shell = "/bin/sh"

  /// The program takes the place of the shell, so that its endings are its own. The watcher is nobody's child, as some
  /// programs wait for all children that they have.
  private static let script = """
    exec 3<&0 </dev/null
    ( (read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 & )
    exec 3<&-
    exec "$@"
    """

  /// What the program is given as its standard input.
  let end: FileDescriptor
  private let hold: FileDescriptor

  init() throws(Failure) {
    do {
      // Programs that are started meanwhile get no files but their own.
      let pipe = try FileDescriptor.pipe()
      (end, hold) = (pipe.readEnd, pipe.writeEnd)
    } catch { throw Disk.failure(Self.shell, "no pipe can be made", error) }
  }

  /// The shell's arguments that start a program.
  static func arguments(_ program: String, _ arguments: [String]) -> [String] {
    ["-c", script, "sh", program] + arguments
  }

  /// Ends what the program has left in its group.
  func release() { try? hold.close() }
}
