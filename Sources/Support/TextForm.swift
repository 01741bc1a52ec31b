import Yams

/// Prints and parses a value's text form, which is YAML.
package enum TextForm {
  /// The text of a value: YAML whose keys are the properties in their order.
  package static func print(_ value: some Encodable) throws -> String {
    let encoder = YAMLEncoder()
    encoder.options.sortKeys = false
    encoder.options.width = -1
    return try encoder.encode(value)
  }

  /// Throws a `Failure` that names the place when the text is not such a value.
  package static func parse<T: Decodable>(
    _ type: T.Type, from text: String, kinds: KindRegistry = KindRegistry([]), file: String
  ) throws(Failure) -> T {
    try YAMLText.check(text, file: file)
    do {
      return try YAMLDecoder().decode(type, from: text, userInfo: [KindRegistry.key: kinds])
    } catch let error as YamlError {
      throw YAMLText.failure(error, file: file)
    } catch let error as DecodingError {
      throw Failure(at: file, error.summary)
    } catch {
      throw Failure(at: file, "\(error)")
    }
  }
}

extension DecodingError {
  fileprivate var summary: String {
    func place(_ context: Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".") + ": " + context.debugDescription
    }
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context),
      .keyNotFound(_, let context):
      return place(context)
    @unknown default: return "\(self)"
    }
  }
}
