internal import Foundation
internal import Yams

/// Integers of any size as decimal strings, which YAML quotes.
///
/// The text of an array of strings, without asking of each whether it could be read as something else.
package struct IntegerTexts: Encodable, Sendable {
  private let texts: [String]

  /// The decimal texts of integers.
  package init(_ integers: [some BinaryInteger]) { texts = integers.map { "\($0)" } }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(QuotedTexts(texts: texts))
  }
}

/// Whole numbers as plain text: what their array is printed as, without an encoder for each of them.
package struct NumberTexts: Encodable, Sendable {
  private let texts: [String]

  /// The decimal texts of codes.
  package init(_ numbers: [UInt32]) { texts = numbers.map { "\($0)" } }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(PlainTexts(texts: texts))
  }
}

private struct PlainTexts: YAMLEncodable {
  let texts: [String]

  func encode(to encoder: any Encoder) throws { try texts.encode(to: encoder) }

  func box() -> Node {
    let tag = Tag(.int)
    return .sequence(Node.Sequence(texts.map { .scalar(Node.Scalar($0, tag)) }))
  }
}

private struct QuotedTexts: YAMLEncodable {
  let texts: [String]

  func encode(to encoder: any Encoder) throws { try texts.encode(to: encoder) }

  func box() -> Node {
    let tag = Tag(.str)
    return .sequence(Node.Sequence(texts.map { .scalar(Node.Scalar($0, tag, .singleQuoted)) }))
  }
}

/// Bytes in base 64, as a string.
struct Base64Text: YAMLEncodable {
  private let text: String

  init(_ bytes: UnsafeRawBufferPointer) { text = Data(bytes).base64EncodedString() }

  func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }

  func box() -> Node {
    // No number, date, truth value or null of YAML has one of these letters and more than five characters.
    let isPlain = text.utf8.count > 5 && text.utf8.contains { 0x67...0x6E ~= $0 | 0x20 }
    return isPlain ? .scalar(Node.Scalar(text, Tag(.str))) : text.box()
  }
}
