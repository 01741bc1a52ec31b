/// The families of number formats. A new family is one folder and one line here.
package enum FormatRegistry {
  /// Every family, in the order in which they are listed to users.
  package static let families: [any NumberFormat.Type] = [
    BinaryFormat.self,
    TernaryFormat.self,
    FixedFormat.self,
    UnsignedFixedFormat.self,
    FloatFormat.self,
    PositFormat.self,
    PowerOfTwoFormat.self,
    AdditivePowerFormat.self,
    BoundedPositFormat.self,
  ]

  /// The examples of all families, in the registry's order.
  package static var examples: [String] { families.flatMap { $0.examples } }

  /// Names for some formats, for example `fp16` for `float<5,10>`.
  package static let aliases: [String: String] = [
    "fp32": "float<8,23>",
    "fp16": "float<5,10>",
    "bf16": "float<8,7>",
    "fp8-e4m3": "float<4,3>",
    "fp8-e5m2": "float<5,2>",
  ]
}

extension Format {
  /// Reads a spelling, for example `fixed<8,0>`, `fp16`, `binary`.
  package init(_ text: String) throws(FormatError) {
    let spelling = try Spelling(FormatRegistry.aliases[text] ?? text, what: "format")
    guard let type = FormatRegistry.families.first(where: { $0.family == spelling.family }) else {
      let names = FormatRegistry.families.map { $0.family }.joined(separator: ", ")
      throw FormatError("unknown format '\(text)'; the families are \(names)")
    }
    self.init(try type.init(parameters: spelling.parameters))
  }
}
