package import Arithmetic

/// What a user asks of a stand-alone operator.
package struct OperatorRequest: Sendable {
  /// One of `OperatorRegistry.names`.
  package var name: String
  /// The format of both operands, or one for each.
  package var formats: [Format]
  /// A name that `MultiplierRegistry` knows; nil takes the one that suits the formats.
  package var multiplier: String?
  /// Registers between input and output: 0 is combinational.
  package var pipeline: Int
  /// Products of a `dot`.
  package var terms: Int

  /// A request; formats and multiplier are checked when the operator is made.
  package init(
    _ name: String, formats: [Format], multiplier: String? = nil, pipeline: Int = 0, terms: Int = 4
  ) {
    self.name = name
    self.formats = formats
    self.multiplier = multiplier
    self.pipeline = pipeline
    self.terms = terms
  }
}

extension OperatorRequest {
  /// The formats of `count` operands: one spelling serves all of them.
  func formats(_ count: Int) throws(FormatError) -> [Format] {
    guard let first = formats.first, formats.count <= count else {
      throw FormatError("operator '\(name)' has \(count) operands, but \(formats.count) formats were given")
    }
    return formats.count == 1 ? Array(repeating: first, count: count) : formats
  }

  /// The format of both operands, which have to have the same.
  func commonFormat() throws(FormatError) -> Format {
    let both = try formats(2)
    guard both[0] == both[1] else {
      throw FormatError("operator '\(name)' takes operands of one format, not '\(both[0])' and '\(both[1])'")
    }
    return both[0]
  }

  /// The multiplier of the formats, with everything in its name that it left to them.
  func multiplier(_ weight: Format, _ activation: Format) throws(FormatError) -> any Multiplier {
    let found = try multiplier.map { text throws(FormatError) in try NamedMultiplier(text) } ?? .natural(weight: weight)
    let complete = found.completed(weight: weight, activation: activation).rule
    if let misfit = complete.misfit(weight: weight, activation: activation) { throw FormatError(misfit) }
    return complete
  }

  /// Throws where a multiplier was named for an operator that multiplies nothing.
  func refuseMultiplier() throws(FormatError) {
    if let multiplier { throw FormatError("operator '\(name)' multiplies nothing; '\(multiplier)' has no use") }
  }
}
