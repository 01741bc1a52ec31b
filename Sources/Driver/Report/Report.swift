import Foundation
internal import Support

/// What a command found: readable text, or one JSON object.
///
/// JSON keys are the properties' names in snake case.
package protocol Report: Encodable, Sendable {
  /// What a person reads on standard output, without a final newline.
  var text: String { get }
  /// 0 when all is well; see `Failure.Kind` for the others.
  var exitCode: Int32 { get }
}

extension Report {
  package var exitCode: Int32 { 0 }

  /// The JSON object, its keys in alphabetical order.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// A value that is written as `null` when it is absent, so that its key is always there.
@propertyWrapper
package struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
  /// The value; nil is written as null.
  package var wrappedValue: Value?

  /// Wraps a value.
  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// Read as it was written: the key is there, with a value or null.
extension Nullable: Decodable where Value: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }
}
