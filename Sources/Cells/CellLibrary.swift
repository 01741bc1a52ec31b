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
      guard let text = byName[name], found.insert(name).inserted else { continue }
      open += identifiers(in: text).filter { $0 != name }
    }
    return found.sorted()
  }

  private static let byName: [String: String] = {
    let files = embeddedTemplates.filter { $0.key.hasPrefix("cells/") && $0.key.hasSuffix(".v") }
    return Dictionary(
      files.map { path, text in (moduleName(ofPath: path), text) }, uniquingKeysWith: { first, _ in first })
  }()

  private static func moduleName(ofPath path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(2))
  }

  /// The words that start with `mantissa_`, comments and strings left out.
  private static func identifiers(in text: String) -> [String] {
    let code = text.split(separator: "\n").map { line in
      String(line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex))
    }
    let words = code.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }
    return words.filter { $0.hasPrefix("mantissa_") }.map(String.init)
  }
}
