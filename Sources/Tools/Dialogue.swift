internal import Foundation
package import Support

/// A program that answers each line that it is given with one of its own, until its input ends.
///
/// The program sees the end of its input when this value goes, or this process does. What it prints on standard error is
/// lost.
package final class Dialogue {
  private let name: String
  private let process = Process()
  private let input: FileHandle
  private let output: FileHandle
  private var pending: [UInt8] = []
  /// Bytes of an answer.
  private static let most = 64 << 20

  /// The program's number in the system.
  package var processIdentifier: Int32 { process.processIdentifier }

  /// Starts the program at a path; throws a `Failure` of kind `tool` when that is not possible.
  package init(_ tool: Tool, _ arguments: [String]) throws(Failure) {
    // A program that has ended is told by the write that fails.
    signal(SIGPIPE, SIG_IGN)
    name = tool.name
    let (questions, answers) = (Pipe(), Pipe())
    (input, output) = (questions.fileHandleForWriting, answers.fileHandleForReading)
    process.executableURL = URL(fileURLWithPath: tool.path)
    process.arguments = arguments
    process.standardInput = questions
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch {
      throw Failure(.tool, at: tool.name, "the program cannot be run", notes: ["its path is '\(tool.path)'"])
    }
  }

  deinit {
    try? input.close()
    // It may have something to put in order.
    for _ in 0..<600 where process.isRunning { usleep(10_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// The answer to a line; both without their ends of line.
  ///
  /// Throws a `Failure` of kind `tool` when the program ends, is silent for `limit`, or answers with more than 64 MiB.
  package func ask(_ line: String, limit: Duration) throws(Failure) -> String {
    guard Disk.write(Array((line + "\n").utf8), to: input.fileDescriptor) else { throw gone("has ended") }
    let end = ContinuousClock.now + limit
    while true {
      if let place = pending.firstIndex(of: 10) {
        defer { pending.removeSubrange(...place) }
        return String(decoding: pending[..<place], as: UTF8.self)
      }
      let left = end - ContinuousClock.now
      var waiting = pollfd(fd: output.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let state = poll(&waiting, 1, Int32(clamping: max(0, left.components.seconds * 1000 + 1)))
      if state < 0, errno == EINTR { continue }
      guard state > 0, left > .zero else { throw gone("gave no answer within \(limit)") }
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output.fileDescriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw gone("ended without an answer") }
      pending += bytes[..<count]
      guard pending.count <= Self.most else { throw gone("answers with more than \(Self.most) bytes") }
    }
  }

  private func gone(_ what: String) -> Failure { Failure(.tool, at: name, "the program \(what)") }
}
