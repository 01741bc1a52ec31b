extension String {
  /// The text as messages and tables show what a file holds: in one line, printable, and cut in the middle where it is
  /// long. What is shown already stays as it is.
  ///
  /// - Parameter most: characters kept.
  package func shown(_ most: Int = 200) -> String {
    // No more of a long text than may be left of it is looked at.
    let ends = unicodeScalars.count > 2 * most ? prefixed(most) + String(unicodeScalars.suffix(most)) : self
    let text = ends.escaped { _ in false }
    return text.unicodeScalars.count > most ? text.cut(most) : text
  }

  /// The same of a whole text, of which lines stay, as long as it is.
  package var shownLines: String { escaped { $0 == "\n" } }

  /// The same for a message: what stands in quotes is cut to 200 characters, what stands between them to 600, and all of
  /// it to 2,000.
  package var shownMessage: String {
    guard utf8.count > 200 || utf8.contains(where: { $0 < 32 || $0 > 126 }) else { return self }
    let parts = unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return parts.enumerated().map { String($1).shown($0 % 2 == 0 ? 600 : 200) }.joined(separator: "'").shown(2000)
  }

  private func prefixed(_ count: Int) -> String { String(unicodeScalars.prefix(count)) }

  private func cut(_ most: Int) -> String {
    prefixed(most - most / 4 - 3) + "..." + String(unicodeScalars.suffix(most / 4))
  }

  /// Characters that would move a terminal's cursor, turn the direction of what follows, or show nothing, as `\u{...}`.
  private func escaped(but isKept: (Unicode.Scalar) -> Bool) -> String {
    guard utf8.contains(where: { $0 < 32 || $0 > 126 }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if isKept(scalar) || scalar.isPrintable {
        text.unicodeScalars.append(scalar)
      } else {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator: false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }
}
