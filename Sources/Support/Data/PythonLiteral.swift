/// A reader for the few Python literals that a `.npy` header is made of.
struct PythonLiteral {
  enum Value: Equatable {
    case text(String)
    case truth(Bool)
    case tuple([Int])
  }

  private var rest: Substring.UnicodeScalarView

  init(_ text: String) { rest = Substring(text).unicodeScalars }

  /// A dictionary with text keys that fills the whole text; nil when it is anything else.
  mutating func dictionary() -> [String: Value]? {
    var fields: [String: Value] = [:]
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = text(), take(":"), let value = value(), fields[key] == nil else { return nil }
      fields[key] = value
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    skipSpace()
    return rest.isEmpty ? fields : nil
  }

  private mutating func value() -> Value? {
    if take("True") { return .truth(true) }
    if take("False") { return .truth(false) }
    if take("(") { return tuple().map { .tuple($0) } }
    return text().map { .text($0) }
  }

  private mutating func tuple() -> [Int]? {
    var items: [Int] = []
    while !take(")") {
      guard let item = integer() else { return nil }
      items.append(item)
      if !take(",") {
        guard take(")") else { return nil }
        break
      }
    }
    return items
  }

  private mutating func text() -> String? {
    skipSpace()
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote) else { return nil }
    let text = String(Substring(rest[..<end]))
    rest = rest[rest.index(after: end)...]
    return text
  }

  private mutating func integer() -> Int? {
    skipSpace()
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest[digits.endIndex...]
    // Python 2 wrote long integers with a trailing L.
    if rest.first == "L" { rest.removeFirst() }
    return Int(String(Substring(digits)))
  }

  private mutating func take(_ token: String) -> Bool {
    skipSpace()
    guard rest.starts(with: token.unicodeScalars) else { return false }
    rest.removeFirst(token.unicodeScalars.count)
    return true
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0.properties.isWhitespace }
  }
}
