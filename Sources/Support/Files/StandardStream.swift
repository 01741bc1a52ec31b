internal import Foundation

/// Standard output or standard error.
package enum StandardStream: Int32, Sendable, CaseIterable {
  case output = 1
  case error = 2

  private var title: String { self == .output ? "standard output" : "standard error" }

  /// Keeps files that are opened later from taking the place of a stream that is closed, and lets a pipe whose reader
  /// is gone be told by `write` rather than end the process.
  package static func guardStreams() {
    signal(SIGPIPE, SIG_IGN)
    for number in 0...2 as ClosedRange<Int32> where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is this one; the stream stays one that cannot be used.
      _ = open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes a text.
  ///
  /// A reader that has gone away is no error. Throws a `Failure` of kind `tool` for any other reason.
  package func write(_ text: String) throws(Failure) {
    guard !Disk.write(text.utf8, to: rawValue), errno != EPIPE else { return }
    let failure = Disk.failure(title, "cannot be written")
    throw Failure(.tool, failure.diagnostics)
  }
}
