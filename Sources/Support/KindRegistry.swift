/// A member of an open set: a value type that names itself in text forms.
package protocol Kind: Codable, Sendable {
  /// The name in text forms, for example `convolution`.
  static var kind: String { get }
}

/// The members of an open set, by name; decoders find the type of a value through it.
package struct KindRegistry: Sendable {
  private let types: [String: any Kind.Type]

  /// Each type under its own name.
  package init(_ types: [any Kind.Type]) {
    self.types = Dictionary(uniqueKeysWithValues: types.map { ($0.kind, $0) })
  }

  /// The names of all types, sorted.
  package var names: [String] { types.keys.sorted() }
  /// The type of that name; nil when there is none.
  package subscript(name: String) -> (any Kind.Type)? { types[name] }

  /// The key under which a decoder's `userInfo` carries the registry.
  package static let key = CodingUserInfoKey(rawValue: "mantissa.kinds")!
}

/// Reads and writes one value of an open set as a mapping with its name under `kind`.
package enum KindCoding {
  private enum CodingKeys: String, CodingKey { case kind }

  /// Writes a value under the name of its type, beside its own fields.
  package static func encode(_ value: any Kind, to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type(of: value).kind, forKey: .kind)
    try value.encode(to: encoder)
  }

  /// Reads a value whose type a name beside its fields says; throws when no type has the name.
  package static func decode<T>(_ type: T.Type, from decoder: any Decoder) throws -> T {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .kind)
    guard let registry = decoder.userInfo[KindRegistry.key] as? KindRegistry,
      let found = registry[name], let value = try found.init(from: decoder) as? T
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "unknown kind '\(name)'")
    }
    return value
  }
}
