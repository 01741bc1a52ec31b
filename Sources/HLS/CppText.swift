internal import BigInt
internal import Support

/// C++ text put together from pieces.
enum Cpp {
  /// An unsigned type of so many bits.
  static func unsigned(_ width: Int) -> String { "mantissa::uint_t<\(width)>" }
  /// A two's complement type of so many bits.
  static func signed(_ width: Int) -> String { "mantissa::sint_t<\(width)>" }
  /// A stream of words of so many bits.
  static func stream(_ width: Int) -> String { "mantissa::stream<mantissa::uint_t<\(width)>>" }

  /// A two's complement constant of `width` bits.
  static func constant(_ value: BigInt, width: Int) -> String {
    if let small = Int32(exactly: value) { return "\(small)" }
    if let small = Int64(exactly: value) { return small == .min ? "(-\(Int64.max)LL - 1)" : "\(small)LL" }
    let limbs = (width + 63) / 64
    let pattern = value < 0 ? (BigInt(1) << (64 * limbs)) + value : value
    let texts = (0..<limbs).reversed().map { limb in
      "0x" + String(UInt64(truncatingIfNeeded: pattern >> (64 * limb)), radix: 16) + "ULL"
    }
    return
      "mantissa::wide<\(width)>(\(signed(width))(\(unsigned(64))(\(texts[0]))), \(texts.dropFirst().joined(separator: ", ")))"
  }

  /// Lines moved to the right by `levels` of two blanks; empty ones stay empty.
  static func indented(_ text: String, _ levels: Int) -> String {
    let blanks = String(repeating: "  ", count: levels)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : blanks + $0 }.joined(separator: "\n")
  }

  /// A comment of these lines, broken at 120 columns.
  static func comment(_ lines: [String]) -> String {
    lines.map { $0.isEmpty ? "//" : wrapped($0).map { "// " + $0 }.joined(separator: "\n") }.joined(separator: "\n")
  }

  /// A line in several, broken at blanks.
  private static func wrapped(_ line: String, columns: Int = 117) -> [String] {
    var rows: [String] = [""]
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let last = rows[rows.count - 1]
      if !last.isEmpty, last.utf8.count + 1 + word.utf8.count > columns {
        rows.append(String(word))
      } else {
        rows[rows.count - 1] = last.isEmpty ? String(word) : last + " " + word
      }
    }
    return rows
  }

  /// The rows of a constant table: short ones share a line, long ones take several.
  static func table(_ rows: [[String]]) -> String {
    var lines: [String] = []
    for row in rows {
      let text = "{" + row.joined(separator: ", ") + "},"
      if let last = lines.last, last.utf8.count + 1 + text.utf8.count <= 120 {
        lines[lines.count - 1] = last + " " + text
      } else {
        lines += wrapped(text).enumerated().map { ($0 == 0 ? "  " : "   ") + $1 }
      }
    }
    return lines.joined(separator: "\n")
  }
}
