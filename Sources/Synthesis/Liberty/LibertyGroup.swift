package import Support

/// `name (arguments) { ... }` of a Liberty file.
package struct LibertyGroup: Sendable {
  /// What stands before the parentheses.
  package var name: String
  /// What stands between them.
  package var arguments: [String]
  /// `name : value;` with one value, `name (values);` with all of them; of equal names the last counts.
  package var attributes: [String: [String]] = [:]
  /// The groups inside, in their order.
  package var groups: [LibertyGroup] = []

  /// An empty group.
  package init(name: String, arguments: [String]) {
    self.name = name
    self.arguments = arguments
  }

  /// The groups of that name.
  package func all(_ name: String) -> [LibertyGroup] { groups.filter { $0.name == name } }

  /// An attribute as a number; nil where there is none.
  package func number(_ name: String) -> Double? { attributes[name]?.first.flatMap { Double($0) } }

  /// The numbers of all values, which may be lists themselves.
  package func numbers(_ name: String) -> [Double] {
    (attributes[name] ?? []).flatMap { $0.split { $0 == "," || $0 == " " || $0 == "\\" || $0.isNewline } }
      .compactMap { Double($0) }
  }
}

extension LibertyGroup {
  /// Groups that nobody here asks for; they are read over.
  private static let ignored: Set = ["leakage_power", "ff", "latch", "statetable", "normalized_driver_waveform"]

  /// Reads a Liberty file; throws a `Failure` that names the line that is not understood.
  package init(text: [UInt8], path: String) throws(Failure) {
    var scanner = LibertyScanner(text, path: path)
    let library = try Self.statement(&scanner, depth: 0)
    guard case .group(let group)? = library, group.name == "library" else {
      throw scanner.failure("this is no Liberty file; 'library (name) {' is expected")
    }
    self = group
  }

  private enum Statement {
    case attribute(String, [String])
    case group(LibertyGroup)
  }

  /// The next statement; nil at a closing brace.
  private static func statement(_ scanner: inout LibertyScanner, depth: Int) throws(Failure) -> Statement? {
    guard depth < 32 else { throw scanner.failure("groups are nested too deeply") }
    var token = try scanner.next()
    while token == .mark(";") { token = try scanner.next() }
    if token == .mark("}") { return nil }
    guard case .word(let name) = token else { throw scanner.failure("a name is expected") }
    switch try scanner.next() {
    case .mark(":"): return .attribute(name, [try scanner.value()])
    case .mark("("): break
    default: throw scanner.failure("':' or '(' is expected behind '\(name)'")
    }
    let arguments = try scanner.arguments()
    guard scanner.takes("{") else { return .attribute(name, arguments) }
    var group = LibertyGroup(name: name, arguments: arguments)
    if ignored.contains(name) {
      try scanner.skipGroup()
      return .group(group)
    }
    while let inner = try statement(&scanner, depth: depth + 1) {
      switch inner {
      case .attribute(let name, let values): group.attributes[name] = values
      case .group(let inner): if !ignored.contains(inner.name) { group.groups.append(inner) }
      }
    }
    return .group(group)
  }
}
