import Arithmetic
import Foundation
internal import Operators

/// The stand-alone operators, and what they are made of.
package struct OperatorListReport: Report {
  /// One operator.
  package struct Entry: Encodable, Sendable {
    /// The name in commands.
    package var name: String
    /// What it computes.
    package var summary: String
  }

  /// The kinds, in the registry's order.
  package var operators: [Entry]
  /// Families of formats, and other names for some of them.
  package var formats: [String]
  /// One name of each family.
  package var multipliers: [String]

  /// What the registries hold.
  package init() {
    operators = OperatorRegistry.kinds.map { Entry(name: $0.name, summary: $0.summary) }
    formats = FormatRegistry.families.map { $0.syntax } + FormatRegistry.aliases.keys.sorted()
    multipliers = MultiplierRegistry.names
  }

  package var text: String {
    var table = Table([("operator", .left), ("result", .left)])
    for entry in operators { table.add([entry.name, entry.summary]) }
    return [
      table.text, "", "formats: " + formats.joined(separator: ", "),
      "multipliers: " + multipliers.joined(separator: ", "),
    ].joined(separator: "\n")
  }
}
