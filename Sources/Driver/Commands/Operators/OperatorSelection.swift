import Arithmetic
internal import Operators
internal import Support

/// Which operator a command is about.
package struct OperatorSelection: Sendable {
  /// Its name, for example `multiply`.
  package var name: String
  /// The format of both operands, or one for each.
  package var formats: [String]
  /// The multiplier; nil takes the one that suits the formats.
  package var multiplier: String?
  /// Registers between operands and result.
  package var pipeline: Int
  /// Products of a dot product.
  package var terms: Int

  /// An operator by the spellings of a command line.
  package init(
    name: String, formats: [String], multiplier: String? = nil, pipeline: Int = 0, terms: Int = 4
  ) {
    self.name = name
    self.formats = formats
    self.multiplier = multiplier
    self.pipeline = pipeline
    self.terms = terms
  }

  /// The operator; throws a `Failure` that says why there is none.
  func make() throws(Failure) -> Operator {
    guard !formats.isEmpty else {
      throw Failure(
        at: "operator '\(name)'", "there is no format", notes: ["name one with --format, for example 'fp16'"])
    }
    var read: [Format] = []
    for text in formats {
      do throws(FormatError) { read.append(try Format(text)) } catch {
        throw Failure(at: "--format '\(text)'", error.message)
      }
    }
    return try OperatorRegistry.make(
      OperatorRequest(name, formats: read, multiplier: multiplier, pipeline: pipeline, terms: terms))
  }
}
