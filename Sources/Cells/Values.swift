/// The values of a template's placeholders, by name.
package struct Values: Sendable, ExpressibleByDictionaryLiteral {
  /// What a placeholder of a template is filled with.
  package indirect enum Value: Sendable {
    case text(String)
    /// Shows a section or not.
    case flag(Bool)
    /// Repeats a section, the item's own values before those outside.
    case list([Values])
  }

  /// By the placeholder's name.
  package var fields: [String: Value]

  /// The values of some placeholders.
  package init(_ fields: [String: Value] = [:]) { self.fields = fields }

  /// The values of some placeholders; of a name that is given twice the last one counts.
  package init(dictionaryLiteral elements: (String, Value)...) {
    fields = Dictionary(elements, uniquingKeysWith: { _, last in last })
  }

  /// The value of a placeholder; nil when none was given.
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
  /// A text.
  package init(stringLiteral text: String) { self = .text(text) }
  /// A section that is shown or left out.
  package init(booleanLiteral flag: Bool) { self = .flag(flag) }
  package init(integerLiteral number: Int) { self = .text("\(number)") }
  /// A number in decimals.
  package init(_ number: Int) { self = .text("\(number)") }
}
