/// One finding about the user's input: where, what was found, what was expected, what to do.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// How serious it is: an error ends the command, a note explains what stands before it.
  package enum Severity: String, Sendable { case error, warning, note }

  // Whatever a text quotes, and however it was set: it is one line, printable, and of a length that can be read.
  /// Whether it ends the command.
  package var severity: Severity
  /// Where: a file, `file:line`, or `file: node 'name'`.
  package var location: String { didSet { location = location.shownMessage } }
  /// Lower-case, no full stop, offending names in single quotes.
  package var message: String { didSet { message = message.shownMessage } }
  /// What helps to understand it, one line each, without control characters.
  package var notes: [String] { didSet { notes = notes.map(\.shownMessage) } }

  /// The message is shown without control characters.
  package init(
    _ severity: Severity = .error, at location: String, _ message: String, notes: [String] = []
  ) {
    self.severity = severity
    self.location = location.shownMessage
    self.message = message.shownMessage
    self.notes = notes.map(\.shownMessage)
  }

  package var description: String {
    (["\(location): \(severity.rawValue): \(message)"] + notes.map { "  note: \($0)" })
      .joined(separator: "\n")
  }
}

/// What stops a command, with the exit code that it means.
package struct Failure: Error, Sendable, CustomStringConvertible {
  /// Why a command failed; the raw value is its exit code.
  package enum Kind: Int32, Sendable {
    /// The design does not match, or a bound is missed.
    case mismatch = 1
    /// The input or the command is wrong.
    case input = 2
    /// A tool is missing or failed.
    case tool = 3
  }

  /// What the exit code follows from.
  package var kind: Kind
  /// Every problem that was found, in the order of the input.
  package var diagnostics: [Diagnostic]

  /// What stops the command; there is one problem at least.
  package init(_ kind: Kind = .input, _ diagnostics: [Diagnostic]) {
    self.kind = kind
    self.diagnostics = diagnostics
  }

  /// One error; see `Diagnostic` for how it is worded.
  package init(
    _ kind: Kind = .input, at location: String, _ message: String, notes: [String] = []
  ) {
    self.init(kind, [Diagnostic(at: location, message, notes: notes)])
  }

  /// The same, found inside of a place that its diagnostics do not name yet.
  package func inside(_ place: String) -> Failure {
    Failure(
      kind,
      diagnostics.map {
        $0.location.hasPrefix(place)
          ? $0 : Diagnostic($0.severity, at: "\(place): \($0.location)", $0.message, notes: $0.notes)
      })
  }

  /// Diagnostics that are printed.
  private static let most = 50

  package var description: String {
    let rest = diagnostics.count - Self.most
    let more = rest > 0 ? ["and \(rest) more"] : []
    return (diagnostics.prefix(Self.most).map(\.description) + more).joined(separator: "\n")
  }
}
