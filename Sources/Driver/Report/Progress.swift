import Foundation
internal import Support

/// Tells a waiting person what goes on.
package struct Progress: Sendable {
  private let write: @Sendable (String) -> Void
  private var prefix = ""

  /// Shows nothing.
  package static let silent = Progress { _ in }
  /// On standard error, and only when that is a terminal.
  package static let terminal =
    isatty(STDERR_FILENO) == 1 ? Progress { try? StandardStream.error.write($0) } : silent

  /// Shows each text by that function.
  package init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// Replaces the line that was shown before.
  package func show(_ step: String) { write("\r\u{1B}[K\((prefix + step).shown()) ...") }

  /// A progress whose lines begin with some words.
  package func inside(_ words: String) -> Progress {
    var result = self
    result.prefix = prefix + words
    return result
  }

  /// Takes the line away.
  package func clear() { write("\r\u{1B}[K") }
}
