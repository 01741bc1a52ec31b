internal import Arithmetic
package import Support

/// The rows `a b result [flags]` of a vector file, hexadecimal and blank separated, plain or gzipped.
package struct VectorFile: PairSource {
  private static let blockRows = PairBlock.most
  /// Bytes that are read, inflated where the file is gzipped, and rows.
  private static let mostBytes = 1 << 30
  private static let mostRows = 1 << 24
  /// Bad rows that one message names.
  private static let mostDiagnostics = 20

  private let path: String
  private let rows: PairBlock
  /// The results that the file expects, one a row.
  private let results: [UInt64]

  /// Throws a `Failure` that names the lines that are no rows for this operator.
  package init(_ path: String, for made: Operator) throws(Failure) {
    guard made.terms == 1, made.resultWords == 1 else {
      throw Failure(at: path, "vector files serve operators with one code an operand and results up to 64 bits")
    }
    self.path = path
    let source = try ByteSource(path: path)
    var reader = RowReader(path: path, widths: made.operands.map(\.width) + [made.result.width])
    var bytes = 0
    while true {
      let piece = try source.read(upTo: 1 << 20)
      if piece.isEmpty { break }
      bytes += piece.count
      guard bytes <= Self.mostBytes, reader.rows[0].count <= Self.mostRows else {
        throw Failure(
          at: path, "is too large: \(Self.mostBytes >> 20) MiB and \(Self.mostRows) rows are read",
          notes: ["cut it into several files"])
      }
      for byte in piece { reader.take(byte) }
      if reader.problems.count >= Self.mostDiagnostics { break }
    }
    reader.finish()
    guard reader.problems.isEmpty else { throw Failure(.input, Array(reader.problems.prefix(Self.mostDiagnostics))) }
    guard !reader.rows[0].isEmpty else { throw Failure(at: path, "holds no rows") }
    let isBinary = made.operands.count > 1
    rows = PairBlock(
      a: reader.rows[0].map { UInt32($0) }, b: isBinary ? reader.rows[1].map { UInt32($0) } : [],
      count: reader.rows[0].count)
    results = reader.rows[isBinary ? 2 : 1]
  }

  package var key: String { "the rows of \(path)" }
  /// Parts that the rows are divided into.
  package var blocks: Int { (rows.count + Self.blockRows - 1) / Self.blockRows }

  private func range(_ index: Int) -> Range<Int> {
    index * Self.blockRows..<min(rows.count, (index + 1) * Self.blockRows)
  }

  /// The rows of one part.
  package func block(_ index: Int) -> PairBlock {
    let range = range(index)
    return PairBlock(
      a: Array(rows.a[range]), b: rows.b.isEmpty ? [] : Array(rows.b[range]), count: range.count)
  }

  /// What the file expects of a block.
  func expected(_ index: Int) -> [UInt64] { Array(results[range(index)]) }
}

/// Takes a vector file apart, byte after byte.
private struct RowReader {
  let path: String
  /// Bits of each number of a row.
  let widths: [Int]
  /// The numbers read so far, by column.
  var rows: [[UInt64]]
  var problems: [Diagnostic] = []
  private var line = 1
  private var words: [UInt64] = []
  private var word: UInt64?
  private var problem: String?
  /// Bytes of this line so far.
  private var length = 0
  private static let longestLine = 4096

  init(path: String, widths: [Int]) {
    self.path = path
    self.widths = widths
    rows = widths.map { _ in [] }
  }

  mutating func take(_ byte: UInt8) {
    length += 1
    if length > Self.longestLine, byte != UInt8(ascii: "\n") {
      problem = problem ?? "the line has more than \(Self.longestLine) bytes"
      return
    }
    switch byte {
    case UInt8(ascii: "\n"): endLine()
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): endWord()
    default:
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 128 else {
        let shown = byte > 32 && byte < 127 ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
        problem = problem ?? "\(shown) is no hexadecimal digit"
        return
      }
      let (shifted, overflow) = (word ?? 0).multipliedReportingOverflow(by: 16)
      if overflow { problem = problem ?? "a number has more than 64 bits" }
      word = shifted | UInt64(digit)
    }
  }

  mutating func finish() {
    if word != nil || !words.isEmpty || problem != nil { endLine() }
  }

  private mutating func endWord() {
    if let word { words.append(word) }
    word = nil
  }

  private mutating func endLine() {
    endWord()
    defer {
      words.removeAll(keepingCapacity: true)
      problem = nil
      length = 0
      line += 1
    }
    if words.isEmpty && problem == nil { return }
    if let found = problem ?? misfit() {
      problems.append(Diagnostic(at: "\(path):\(line)", found))
      return
    }
    for column in widths.indices { rows[column].append(words[column]) }
  }

  /// What is wrong with the numbers of this line.
  private func misfit() -> String? {
    guard words.count == widths.count || words.count == widths.count + 1 else {
      let columns = widths.count == 3 ? "a b result" : "a result"
      return "\(words.count) numbers; a row is '\(columns)', and perhaps flags"
    }
    for (word, width) in zip(words, widths) where width < 64 && word >> UInt64(width) != 0 {
      return "'\(String(word, radix: 16))' has more than \(width) bits"
    }
    return nil
  }
}
