extension String {
  /// The text as messages and tables show what a file holds: printable, and cut in the middle where it is long.
  ///
  /// - Parameter most: characters kept, about.
  package func shown(_ most: Int = 200) -> String {
    var scalars = unicodeScalars[...]
    var end = ""
    if unicodeScalars.count > most {
      end = "..." + String(unicodeScalars.suffix(most / 4)).printable
      scalars = scalars.prefix(most - most / 4)
    }
    return String(scalars).printable + end
  }

  /// Characters that would move a terminal's cursor, or show nothing, as `\u{...}`; lines stay.
  fileprivate var printable: String {
    guard utf8.contains(where: { $0 < 32 && $0 != 10 || $0 > 126 }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n", .format, .surrogate, .unassigned, .privateUse, .lineSeparator,
        .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The same for a message: what stands in quotes is cut to about 200 characters, all of it to about 2,000.
  var shownMessage: String {
    guard utf8.count > 200 || utf8.contains(where: { $0 < 32 || $0 > 126 }) else { return self }
    let parts = split(separator: "'", omittingEmptySubsequences: false)
    let quoted = parts.enumerated().map { $0 % 2 == 0 ? String($1) : String($1).shown() }
    return quoted.joined(separator: "'").shown(2000)
  }
}
