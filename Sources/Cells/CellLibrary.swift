/// The plain Verilog cells that the command carries: modules that do not depend on a network.
package enum CellLibrary {
  /// A cell's Verilog text; nil when there is no such cell.
  package static func text(of module: String) -> String? { byName[module] }

  /// The names of all cells, sorted.
  package static var names: [String] { byName.keys.sorted() }

  /// The named cells and those that they instantiate, directly or not, sorted; names that are no cells are left out.
  package static func closure(of names: [String]) -> [String] {
    var found: Set<String> = []
    var open = names
    while let name = open.popLast() {
      guard let uses = uses[name], found.insert(name).inserted else { continue }
      open += uses
    }
    return found.sorted()
  }

  private static let byName: [String: String] = {
    let files = embeddedTemplates.filter { $0.key.hasPrefix("cells/") && $0.key.hasSuffix(".v") }
    return Dictionary(
      files.map { path, text in (moduleName(ofPath: path), text) }, uniquingKeysWith: { first, _ in first })
  }()

  /// The cells that each cell names.
  private static let uses = byName.mapValues { text in Set(identifiers(in: text)).filter { byName[$0] != nil } }

  private static func moduleName(ofPath path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(2))
  }

  /// The words that start with `mantissa_`, comments and strings left out.
  private static func identifiers(in text: String) -> [String] {
    let code = text.split(separator: "\n").map { line -> Substring in
      line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
    }
    let words = code.flatMap { $0.utf8.split { !isWord($0) } }
    return words.filter { $0.starts(with: "mantissa_".utf8) }.map { String(Substring($0)) }
  }

  /// Letters, digits and `_`.
  private static func isWord(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5f
  }
}
