/// The values of a template's placeholders, by name.
package struct Values: Sendable, ExpressibleByDictionaryLiteral {
  package indirect enum Value: Sendable {
    case text(String)
    /// Shows a section or not.
    case flag(Bool)
    /// Repeats a section, the item's own values before those outside.
    case list([Values])
  }

  package var fields: [String: Value]

  package init(_ fields: [String: Value] = [:]) { self.fields = fields }

  package init(dictionaryLiteral elements: (String, Value)...) {
    fields = Dictionary(elements, uniquingKeysWith: { _, last in last })
  }

  package subscript(name: String) -> Value? {
    get { fields[name] }
    set { fields[name] = newValue }
  }

  /// Every name given here or in a list below.
  var keysAtAnyDepth: Set<String> {
    fields.reduce(into: []) { keys, field in
      keys.insert(field.key)
      if case .list(let items) = field.value {
        for item in items { keys.formUnion(item.keysAtAnyDepth) }
      }
    }
  }
}

extension Values.Value {
  /// What the template engine takes.
  var object: Any {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag
    case .list(let items): items.map { $0.fields.mapValues(\.object) as [String: Any] }
    }
  }
}

extension Values.Value: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
  package init(stringLiteral text: String) { self = .text(text) }
  package init(booleanLiteral flag: Bool) { self = .flag(flag) }
  package init(integerLiteral number: Int) { self = .text("\(number)") }
  package init(_ number: Int) { self = .text("\(number)") }
}
