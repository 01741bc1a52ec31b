/// A multiplier of any family. Its text form is its name, for example `exact` or `mitchell-w<6>`.
package struct NamedMultiplier: Sendable, CustomStringConvertible {
  /// What it computes.
  package let rule: any Multiplier

  /// The multiplier under its own name.
  package init(_ rule: any Multiplier) { self.rule = rule }

  /// Reads a name; throws a message that lists the families.
  package init(_ text: String) throws(FormatError) { self.init(try MultiplierRegistry.multiplier(text)) }

  /// The exact product of any two formats.
  package static let exact = NamedMultiplier(ExactProduct())

  /// The multiplier for such weights where nobody names one: the last of the registry that says so of itself.
  package static func natural(weight: Format) -> NamedMultiplier {
    let members = MultiplierRegistry.families.compactMap { try? $0.init(parameters: []) as any Multiplier }
    let natural = members.last { $0.isNatural(weight: weight) }.map(NamedMultiplier.init) ?? exact
    return natural.completed(weight: weight, activation: weight)
  }

  package var description: String { rule.description }

  /// The same with everything stated that its name leaves to the formats.
  package func completed(weight: Format, activation: Format) -> NamedMultiplier {
    NamedMultiplier(rule.completed(weight: weight, activation: activation))
  }
}

extension NamedMultiplier: Hashable {
  package static func == (a: NamedMultiplier, b: NamedMultiplier) -> Bool { a.description == b.description }
  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension NamedMultiplier: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(FormatError) { self = try NamedMultiplier(text) } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
