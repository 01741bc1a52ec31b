import Support
import Yams

/// Plans as YAML, before their meaning is read.
extension Node {
  /// Nodes that are looked at: aliases make few bytes of text many nodes.
  private static let most = 20_000

  /// A mapping.
  static func plan(_ pairs: [(String, Node)]) -> Node {
    .mapping(Node.Mapping(pairs.map { (.scalar(Node.Scalar($0)), $1) }))
  }

  func place(in file: String) -> String { mark.map { "\(file):\($0.line)" } ?? file }

  /// `other` where it says something, else this; mappings key by key.
  func overlaid(_ other: Node) -> Node {
    guard let mapping, let above = other.mapping else { return other }
    var pairs = mapping.map { ($0.key, $0.value) }
    for (key, value) in above {
      if let place = pairs.firstIndex(where: { $0.0.string == key.string }) {
        pairs[place] = (key, pairs[place].1.overlaid(value))
      } else {
        pairs.append((key, value))
      }
    }
    return .mapping(Node.Mapping(pairs, above.tag, above.style, above.mark))
  }

  /// The names behind a `$` in this and all below, with a node that has each.
  func names(file: String) throws(Failure) -> [String: Node] {
    var found: [String: Node] = [:]
    _ = try replacing(file: file) { name, node throws(Failure) in
      found[name] = found[name] ?? node
      return .scalar(Node.Scalar(""))
    }
    return found
  }

  /// This with values in the place of names: any value where the name is all of a text, texts inside of one.
  func replacing(file: String, _ value: (String) throws(Failure) -> Node) throws(Failure) -> Node {
    try replacing(file: file) { name, _ throws(Failure) in try value(name) }
  }

  private func replacing(file: String, _ value: (String, Node) throws(Failure) -> Node) throws(Failure) -> Node {
    var seen = 0
    return try replacing(file, &seen, value)
  }

  private func replacing(
    _ file: String, _ seen: inout Int, _ value: (String, Node) throws(Failure) -> Node
  ) throws(Failure) -> Node {
    seen += 1
    guard seen <= Self.most else { throw Failure(at: place(in: file), "the space has more than \(Self.most) parts") }
    switch self {
    case .scalar(let scalar):
      guard scalar.string.contains("$") else { return self }
      return try replacingText(scalar, file, value)
    case .sequence(let sequence):
      var items: [Node] = []
      for item in sequence { items.append(try item.replacing(file, &seen, value)) }
      return .sequence(Node.Sequence(items, sequence.tag, sequence.style, sequence.mark))
    case .mapping(let mapping):
      var pairs: [(Node, Node)] = []
      for (key, item) in mapping { pairs.append((key, try item.replacing(file, &seen, value))) }
      return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    case .alias: throw Failure(at: place(in: file), "the alias leads nowhere")
    }
  }

  private func replacingText(
    _ scalar: Node.Scalar, _ file: String, _ value: (String, Node) throws(Failure) -> Node
  ) throws(Failure) -> Node {
    var (result, rest) = ("", Substring(scalar.string))
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      guard let name = rest[rest.index(after: dollar)...].prefixMatch(of: /[A-Za-z][A-Za-z0-9_]*/) else {
        throw Failure(at: place(in: file), "a '$' in '\(scalar.string)' is followed by no name")
      }
      let found = try value(String(name.output), self)
      if name.output.count + 1 == scalar.string.count { return found }
      guard let text = found.string else {
        throw Failure(at: place(in: file), "the value of '$\(name.output)' is no text; it stands inside of one here")
      }
      result += text
      rest = rest[name.range.upperBound...]
    }
    return .scalar(Node.Scalar(result + rest, scalar.tag, scalar.style, scalar.mark))
  }
}
