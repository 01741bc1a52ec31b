/// The function of a gate's output as a truth table.
package struct LogicFunction: Sendable, Hashable {
  /// Inputs of the widest table.
  package static let mostInputs = 6

  /// The names that occur, sorted; the first is the lowest bit of the table's index.
  package let inputs: [String]
  /// Bit i is the output for the inputs' bits i.
  package let table: UInt64

  /// Reads a Liberty expression; nil when it is none, or has too many inputs.
  package init?(_ text: String) {
    var names: Set<String> = []
    var word = ""
    for character in text + " " {
      if character.isLetter || character.isNumber || character == "_" || character == "[" || character == "]" {
        word.append(character)
      } else {
        if !word.isEmpty, word != "0", word != "1" { names.insert(word) }
        word = ""
      }
    }
    inputs = names.sorted()
    guard inputs.count <= Self.mostInputs else { return nil }
    var reader = Reader(text: Array(text), inputs: inputs)
    guard let value = reader.sum(), reader.isAtEnd else { return nil }
    table = value
  }

  /// The table of input `index` alone.
  static func variable(_ index: Int) -> UInt64 {
    (0..<64).reduce(0) { $0 | (($1 >> index & 1 == 1) ? 1 << UInt64($1) : 0) }
  }

  /// Not before exclusive or, that before and, that before or; a quote behind an operand negates it.
  private struct Reader {
    let text: [Character]
    let inputs: [String]
    var position = 0

    private mutating func peek() -> Character? {
      while position < text.count, text[position].isWhitespace { position += 1 }
      return position < text.count ? text[position] : nil
    }

    var isAtEnd: Bool {
      mutating get { peek() == nil }
    }

    mutating func sum() -> UInt64? {
      guard var value = product() else { return nil }
      while let next = peek(), next == "|" || next == "+" {
        position += 1
        guard let other = product() else { return nil }
        value |= other
      }
      return value
    }

    private mutating func product() -> UInt64? {
      guard var value = difference() else { return nil }
      while let next = peek(), next != ")", next != "|", next != "+" {
        if next == "&" || next == "*" { position += 1 }
        guard let other = difference() else { return nil }
        value &= other
      }
      return value
    }

    private mutating func difference() -> UInt64? {
      guard var value = operand() else { return nil }
      while peek() == "^" {
        position += 1
        guard let other = operand() else { return nil }
        value ^= other
      }
      return value
    }

    private mutating func operand() -> UInt64? {
      guard let first = peek() else { return nil }
      if first == "!" {
        position += 1
        return operand().map { ~$0 }
      }
      var value: UInt64
      if first == "(" {
        position += 1
        guard let inner = sum(), peek() == ")" else { return nil }
        position += 1
        value = inner
      } else {
        guard let named = name() else { return nil }
        value = named
      }
      while peek() == "'" {
        position += 1
        value = ~value
      }
      return value
    }

    private mutating func name() -> UInt64? {
      var word = ""
      while position < text.count,
        text[position].isLetter || text[position].isNumber || "_[]".contains(text[position])
      {
        word.append(text[position])
        position += 1
      }
      if word == "0" { return 0 }
      if word == "1" { return ~0 }
      return inputs.firstIndex(of: word).map(LogicFunction.variable)
    }
  }
}
