package import Yams

/// YAML that can be read in a time that its length bounds.
package enum YAMLText {
  /// Levels of brackets.
  private static let deepest = 64
  private static let mostAliases = 1000

  /// The root of the document; nil where there is none. Throws a `Failure` for text that is not YAML or has keys that are
  /// no plain text: comparing those that hold aliases may take for ever.
  package static func root(of text: String, file: String) throws(Failure) -> Node? {
    try check(text, file: file)
    do { return try Yams.compose(yaml: text) } catch { throw failure(error, file: file) }
  }

  /// What a parser's error says, at its line.
  package static func failure(_ error: any Error, file: String) -> Failure {
    guard let error = error as? YamlError else { return Failure(at: file, "not YAML: \(error)") }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Failure(at: "\(file):\(mark.line)", "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      return Failure(at: "\(file):\(context.mark.line)", "the key \(names) stands twice")
    case .reader(let problem, _, _, _): return Failure(at: file, "not YAML: \(problem)")
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return Failure(at: file, "not YAML: it cannot be read as text")
    }
  }

  /// Throws for keys that are lists, mappings or aliases, too many aliases, and brackets in too many brackets.
  package static func check(_ text: String, file: String) throws(Failure) {
    var scan = Scan()
    for (number, line) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      scan.take(line)
      if scan.hasOtherKey {
        throw Failure(at: "\(file):\(number + 1)", "a key is no plain text: it is a list, a mapping or an alias")
      }
      guard scan.depth <= deepest, scan.aliases <= mostAliases else {
        throw Failure(
          at: "\(file):\(number + 1)",
          "the text is nested too deep; \(deepest) levels of brackets and \(mostAliases) aliases are read")
      }
    }
  }

  /// The text's marks outside of quotes and comments.
  private struct Scan {
    var depth = 0
    var aliases = 0
    /// Whether a key is no scalar.
    var hasOtherKey = false
    private var quote: UInt8?

    mutating func take(_ line: Substring.UTF8View) {
      // What the last mark ended: an alias, a list or a mapping, of which a colon makes a key.
      var last: UInt8 = 0
      var isStart = true
      var isAlias = false
      var isEscaped = false
      for byte in line {
        if let open = quote {
          if isEscaped {
            isEscaped = false
          } else if byte == 92, open == 34 {
            isEscaped = true
          } else if byte == open {
            quote = nil
          }
          (last, isStart) = (0, false)
          continue
        }
        let isBlank = byte == 32 || byte == 9 || byte == 13
        switch byte {
        case 34 where isStart, 39 where isStart: quote = byte
        case 35 where isStart: return
        case 91, 123: depth += 1
        case 93, 125:
          depth -= 1
          last = byte
        case 42 where isStart:
          aliases += 1
          isAlias = true
        case 63 where isStart: last = byte
        case 58 where last == 93 || last == 125 || last == 42: hasOtherKey = true
        default: break
        }
        if isBlank {
          if last == 63 { hasOtherKey = true }
          if isAlias { (last, isAlias) = (42, false) }
        } else if byte != 93, byte != 125, byte != 63 {
          last = 0
        }
        isStart = isBlank || byte == 91 || byte == 123 || byte == 44 || byte == 58 || (isStart && byte == 45)
      }
      if last == 63 { hasOtherKey = true }
    }
  }
}
