import Foundation

/// The `package` declarations of a target's sources, read from their text.
struct Declarations {
  /// One declaration.
  struct Declaration {
    var path: String
    /// Counted from 1.
    var line: Int
    /// The name, for initializers and subscripts with the first label.
    var name: String
    /// The type that it stands in, without what that stands in; nil at the top of a file.
    var owner: String?
    /// Whether a comment with three slashes stands above it; attributes may stand between.
    var isCommented: Bool
  }

  var all: [Declaration] = []
  /// What protocols ask for and comment, by the protocol.
  private var commentedRequirements: [String: Set<String>] = [:]
  /// What types and protocols say that they conform to.
  private var conformances: [String: Set<String>] = [:]

  private static let kinds = "struct|enum|class|actor|protocol|func|init|var|let|subscript|typealias"

  init(_ sources: [SourceText]) {
    for source in sources { read(source) }
  }

  /// Whether it fulfils what a protocol asks for and comments, or a protocol of Swift, so that tools show that comment.
  func inheritsComment(_ declaration: Declaration) -> Bool {
    guard let owner = declaration.owner else { return false }
    var (seen, open): (Set<String>, [String]) = ([], [owner])
    while let name = open.popLast() {
      if commentedRequirements[name]?.contains(declaration.name) == true { return true }
      if Self.swift[name]?.contains(declaration.name) == true { return true }
      open += (conformances[name] ?? []).filter { seen.insert($0).inserted }
    }
    return false
  }

  /// Requirements of Swift's own protocols.
  private static let swift: [String: Set<String>] = [
    "CustomStringConvertible": ["description"], "Codable": ["init(from", "encode"], "Encodable": ["encode"],
    "Decodable": ["init(from"], "Hashable": ["hash", "=="], "Comparable": ["<"], "RandomNumberGenerator": ["next"],
    "ExpressibleByIntegerLiteral": ["init(integerLiteral"],
  ]

  private mutating func read(_ source: SourceText) {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var owners: [(name: String, isProtocol: Bool, depth: Int)] = []
    var depth = 0
    for (index, line) in lines.enumerated() {
      var code = line
      // Patterns take their time, so they are tried where they can match only.
      if code.contains("\"") { code.replace(#/"(?:\\.|[^"\\])*"/#, with: "") }
      if code.contains("//") { code.replace(#/\/\/.*$/#, with: "") }
      let owner = owners.last
      if let name = Self.name(in: code, after: "package ") {
        all.append(
          Declaration(
            path: source.path, line: index + 1, name: name, owner: owner?.name,
            isCommented: Self.isCommented(lines, above: index)))
      }
      if let owner, owner.isProtocol, depth == owner.depth + 1, Self.isCommented(lines, above: index),
        let name = Self.name(in: code, after: "")
      {
        commentedRequirements[owner.name, default: []].insert(name)
      }
      let opened = code.count { $0 == "{" } - code.count { $0 == "}" }
      if code.contains("{"),
        let type = code.firstMatch(of: #/\b(struct|enum|class|extension|protocol|actor)\s+(?:\w+\.)*(\w+)([^{]*)/#)
      {
        let name = String(type.output.2)
        let named = (type.output.3.split(separator: "where").first ?? "").drop { $0 != ":" }
        conformances[name, default: []].formUnion(named.matches(of: #/\w+/#).map { String($0.output) })
        if opened > 0 { owners.append((name, type.output.1 == "protocol", depth)) }
      }
      depth += opened
      while let last = owners.last, depth <= last.depth { owners.removeLast() }
    }
  }

  /// The name that a line declares behind a word and other modifiers; nil where it declares none.
  private static func name(in code: String, after word: String) -> String? {
    guard code.contains(word) || word.isEmpty else { return nil }
    let modifiers = #"(?:private\(set\) |final |static |mutating |nonisolated |indirect |prefix |lazy |convenience )*"#
    let attributes = #"^\s*(?:@\w+(?:\([^)]*\))?\s+)*"#
    guard let pattern = try? Regex(attributes + word + modifiers + "(?:\(kinds))\\b.*"),
      let found = code.firstMatch(of: pattern)
    else { return nil }
    let text = String(code[found.range])
    if let special = text.firstMatch(of: #/\b(init|subscript)\??(?:<[^>]*>)?\(\s*(\w*)/#), !text.contains("func ") {
      return "\(special.output.1)(\(special.output.2)"
    }
    return text.firstMatch(of: #/\b(?:struct|enum|class|actor|protocol|func|var|let|typealias)\s+([\w`]+|[^\s\w(]+)/#)
      .map { String($0.output.1) } ?? text.firstMatch(of: #/\b(init|subscript)/#).map { "\($0.output.1)(" }
  }

  private static func isCommented(_ lines: [String], above index: Int) -> Bool {
    let above = lines[..<index].reversed().first { $0.firstMatch(of: #/^\s*@\w+(?:\(.*\))?\s*$/#) == nil }
    return above.map { $0.firstMatch(of: #/^\s*\/\/\//#) != nil } ?? false
  }
}
