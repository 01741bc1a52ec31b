/// Lines of text with an indentation of four columns a level.
struct Lines {
  private(set) var lines: [String] = []
  private var level = 0

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func add(_ line: String) {
    lines.append(line.isEmpty ? "" : String(repeating: "    ", count: level) + line)
  }

  mutating func add(_ more: [String]) { for line in more { add(line) } }

  /// Adds what `body` adds, one level deeper.
  mutating func indented(_ body: (inout Lines) -> Void) {
    level += 1
    body(&self)
    level -= 1
  }
}

/// `text` filled with spaces up to `width` columns.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.utf8.count))
}

/// Comment lines; an empty one is `//` alone.
func commentLines(_ lines: [String]) -> [String] {
  lines.map { $0.isEmpty ? "//" : "// " + $0 }
}
