package import Support

/// One finished run of an external program.
package struct ToolRun: Sendable {
  /// How a program ended.
  package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    /// Killed at its time limit.
    case timedOut
    /// Killed because it printed more than this many bytes.
    case printedTooMuch(Int)
  }

  /// The program's name, for messages.
  package let tool: String
  /// Exit code, signal or time limit.
  package let ending: Ending
  /// Standard output and standard error, in the order of arrival.
  package let output: String
  /// From its start to its end.
  package let duration: Duration
  /// The time that it had.
  package let limit: Duration
  /// The file that holds the output, if one was asked for.
  package let log: String?

  /// Whether it exited with 0.
  package var succeeded: Bool { ending == .exited(0) }

  /// Seconds of wall-clock time.
  package var seconds: Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// The run itself when it exited with 0; otherwise throws a `Failure` of kind `tool` that shows the log's tail.
  @discardableResult
  package func checked(_ purpose: String) throws(Failure) -> ToolRun {
    guard !succeeded else { return self }
    throw Failure(.tool, at: tool, "\(purpose) \(reason)", notes: tail())
  }

  private var reason: String {
    switch ending {
    case .exited(let code): "failed with exit code \(code)"
    case .signalled(let signal): "crashed with signal \(signal)"
    case .timedOut: "did not finish within \(limit) and was stopped"
    case .printedTooMuch(let bytes): "printed more than \(bytes) bytes and was stopped"
    }
  }

  /// The last lines of the output, each cut to a readable length.
  private func tail(lines count: Int = 20) -> [String] {
    let lines = output.split(separator: "\n").suffix(count).map { line in
      String(line.prefix(300).filter { !$0.isASCII || ($0.asciiValue ?? 0) >= 32 || $0 == "\t" })
    }
    let shown = lines.isEmpty ? ["it printed nothing"] : ["its last lines:"] + lines.map { "  \($0)" }
    return shown + (log.map { ["the whole log is in '\($0)'"] } ?? [])
  }
}
