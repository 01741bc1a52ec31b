internal import Support

/// Takes the text of a Liberty file apart.
struct LibertyScanner {
  enum Token: Equatable {
    /// A name, a number or a quoted text, without its quotes.
    case word(String)
    case mark(Character)
  }

  private let text: [UInt8]
  private let path: String
  private var position = 0
  private var line = 1

  init(_ text: [UInt8], path: String) {
    self.text = text
    self.path = path
  }

  func failure(_ message: String) -> Failure { Failure(at: "\(path):\(line)", message) }

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ":"),
      UInt8(ascii: ";"), UInt8(ascii: ","):
      true
    default: false
    }
  }

  /// Blanks, ends of lines and the backslashes before them.
  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 32 || byte == UInt8(ascii: "\\") }

  private mutating func skipBlanks() {
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "/"), position + 1 < text.count, text[position + 1] == UInt8(ascii: "*") {
        position += 2
        while position < text.count, text[position] != UInt8(ascii: "/") || text[position - 1] != UInt8(ascii: "*") {
          if text[position] == 10 { line += 1 }
          position += 1
        }
        position += 1
      } else if byte == UInt8(ascii: "/"), position + 1 < text.count, text[position + 1] == byte {
        while position < text.count, text[position] != 10 { position += 1 }
      } else if Self.isBlank(byte) {
        if byte == 10 { line += 1 }
        position += 1
      } else {
        return
      }
    }
  }

  mutating func next() throws(Failure) -> Token {
    skipBlanks()
    guard position < text.count else { throw failure("the file ends inside a group") }
    let start = position
    if text[position] == UInt8(ascii: "\"") {
      position += 1
      while position < text.count, text[position] != UInt8(ascii: "\"") {
        if text[position] == 10 { line += 1 }
        position += 1
      }
      guard position < text.count else { throw failure("a quoted text does not end") }
      position += 1
      return .word(String(decoding: text[start + 1..<position - 1], as: UTF8.self))
    }
    if Self.isMark(text[position]) {
      position += 1
      return .mark(Character(Unicode.Scalar(text[start])))
    }
    while position < text.count, !Self.isMark(text[position]), !Self.isBlank(text[position]) { position += 1 }
    return .word(String(decoding: text[start..<position], as: UTF8.self))
  }

  /// Whether the mark is next; if so, it is read.
  mutating func takes(_ mark: Character) -> Bool {
    skipBlanks()
    guard position < text.count, mark.asciiValue == text[position] else { return false }
    position += 1
    return true
  }

  /// The value of a simple attribute, up to its semicolon or the end of its line.
  mutating func value() throws(Failure) -> String {
    guard case .word(var value) = try next() else { throw failure("a value is expected behind ':'") }
    while position < text.count, text[position] != 10, text[position] != UInt8(ascii: ";") {
      guard text[position] > 32, text[position] != UInt8(ascii: "}") else {
        if text[position] == UInt8(ascii: "}") { return value }
        position += 1
        continue
      }
      guard case .word(let more) = try next() else { throw failure("';' is expected behind a value") }
      value += " " + more
    }
    return value
  }

  /// The words up to a closing parenthesis, the opening one being read.
  mutating func arguments() throws(Failure) -> [String] {
    var words: [String] = []
    while true {
      switch try next() {
      case .word(let word): words.append(word)
      case .mark(","): continue
      case .mark(")"): return words
      case .mark: throw failure("')' is expected")
      }
    }
  }

  /// Reads up to the brace that closes the group, the opening one being read.
  mutating func skipGroup() throws(Failure) {
    var depth = 1
    while depth > 0 {
      switch try next() {
      case .mark("{"): depth += 1
      case .mark("}"): depth -= 1
      case .mark, .word: continue
      }
    }
  }
}
