import Foundation
internal import Support

/// Tells a waiting person what goes on, on standard error and only when that is a terminal.
package struct Progress: Sendable {
  private var isShown: Bool

  package static let silent = Progress(isShown: false)
  package static let terminal = Progress(isShown: isatty(STDERR_FILENO) == 1)

  /// Replaces the line that was shown before.
  package func show(_ step: String) { write("\r\u{1B}[K\(step) ...") }

  /// Takes the line away.
  package func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    if isShown { try? StandardStream.error.write(text) }
  }
}
