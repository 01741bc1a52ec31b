import Foundation
import Support

/// Changes of the words, numbers and lines of a text: YAML, JSON, rows of numbers.
struct TextMutation {
  /// Words that the format knows.
  var words: [String] = []

  private typealias Tokens = [ArraySlice<UInt8>]

  static let numbers = [
    "0", "-1", "1", "2", "3", "7", "-0", "0.5", "1e308", "-1e308", "1e-308", "1e39", "-1e39", "5e-324", "1e400", ".inf",
    "-.inf", ".nan", "nan", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
    "18446744073709551615", "4294967295", "4294967296", "2147483647", "2147483648", "-2147483648", "65535", "65536",
    "1099511627776", "4611686018427387904", "3037000500", "1e19", "31", "32", "33", "63", "64", "65", "126", "127",
    "128", "255", "256", "999999999999999999999999", "0x10", "017", "1:30", "1_000", "1e6",
  ]
  private static let marks = [
    "&a ", "*a", "!!int ", "!!binary ", "? ", "{", "[", "}", "]", "\"", "'", "\u{0}", "\u{1B}[31m", "~", "null", "|",
    ">", "- ", ": ", "#", "---", "...", ",", "<<: *a", "\u{FEFF}", "\u{202E}", "é", "\t", "%YAML 1.1", "true", "\r",
  ]

  func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    var tokens = Self.tokens(bytes)
    for _ in 0..<1 + random.below(4) where !tokens.isEmpty {
      if random.chance(3) { lines(&tokens, &random) } else { word(&tokens, &random) }
    }
    bytes = Array(tokens.joined())
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 43, 45, 46, 47, 61, 95, 60, 62: true
    default: byte >= 128
    }
  }

  private static func tokens(_ bytes: [UInt8]) -> Tokens {
    var tokens: Tokens = []
    var start = 0
    for index in bytes.indices.dropFirst() where !(isWord(bytes[index]) && isWord(bytes[index - 1])) {
      tokens.append(bytes[start..<index])
      start = index
    }
    if !bytes.isEmpty { tokens.append(bytes[start...]) }
    return tokens
  }

  private func word(_ tokens: inout Tokens, _ random: inout SplitMix64) {
    // A number, mostly: they decide sizes.
    var place = random.below(tokens.count)
    for _ in 0..<8 where !isNumber(tokens[place]) || random.chance(4) { place = random.below(tokens.count) }
    switch random.below(10) {
    case 0..<3: tokens[place] = ArraySlice(random.pick(Self.numbers).utf8)
    case 3: tokens[place] = tokens[random.below(tokens.count)]
    case 4: tokens[place] = ArraySlice((words.isEmpty ? random.pick(Self.marks) : random.pick(words)).utf8)
    case 5: tokens.remove(at: place)
    case 6: tokens.insert(tokens[place], at: place)
    case 7: tokens.insert(ArraySlice(random.pick(Self.marks).utf8), at: place)
    case 8: tokens[place] = near(tokens[place], &random)
    default: tokens[place] = recoded(tokens, &random) ?? near(tokens[place], &random)
    }
    if random.chance(500) {
      let filling = random.pick(["[", "a", "{a: ", "- ", "\"", "9"])
      tokens[random.below(tokens.count)] = ArraySlice(String(repeating: filling, count: 1 << random.below(16)).utf8)
    }
  }

  private func isNumber(_ token: ArraySlice<UInt8>) -> Bool {
    token.first.map { (48...57).contains($0) || $0 == 45 } ?? false
  }

  /// A number's neighbour, its opposite, its multiple.
  private func near(_ token: ArraySlice<UInt8>, _ random: inout SplitMix64) -> ArraySlice<UInt8> {
    let text = String(decoding: token, as: UTF8.self)
    guard let value = Int(text) else { return ArraySlice((text + random.pick(["0", "e9", "-", ".5"])).utf8) }
    let changed = random.pick([value &+ 1, value &- 1, value &* 2, value / 2, 0 &- value, value &* 1000])
    return ArraySlice("\(changed)".utf8)
  }

  /// A long word, which holds numbers in base 64, with other numbers in it.
  private func recoded(_ tokens: Tokens, _ random: inout SplitMix64) -> ArraySlice<UInt8>? {
    let place = random.below(tokens.count)
    guard tokens[place].count >= 8, var data = Data(base64Encoded: Data(tokens[place])), !data.isEmpty else {
      return nil
    }
    for _ in 0..<1 + random.below(8) { data[random.below(data.count)] = random.pick([0, 0xFF, 0x7F, 0x80, 1]) }
    return ArraySlice(data.base64EncodedString().utf8)
  }

  private func lines(_ tokens: inout Tokens, _ random: inout SplitMix64) {
    var lines = tokens.split(separator: [10], omittingEmptySubsequences: false).map(Array.init)
    let (place, other) = (random.below(lines.count), random.below(lines.count))
    switch random.below(7) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: other)
    case 2: lines.swapAt(place, other)
    case 3: lines[place].insert([32, 32], at: 0)
    case 4: if lines[place].first == [32] { lines[place].removeFirst() }
    case 5: lines.removeLast(random.below(lines.count))
    default:
      let end = min(lines.count, place + 1 + random.below(8))
      lines.insert(contentsOf: lines[place..<end], at: other)
    }
    tokens = Array(lines.joined(separator: [[10]]))
  }
}
