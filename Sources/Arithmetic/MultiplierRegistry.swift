/// The families of multipliers. A new one is one folder and one line here.
package enum MultiplierRegistry {
  /// Every family; where several suit some weights, the last one is natural to them.
  package static let families: [any Multiplier.Type] = [
    ExactProduct.self,
    XorSignProduct.self,
    GatedProduct.self,
    PlamProduct.self,
    CompensatedPlamProduct.self,
    MitchellProduct.self,
    TruncatedMitchellProduct.self,
    ShiftAddProduct.self,
  ]

  /// One name of each family, in the registry's order.
  package static var names: [String] { families.map { $0.example } }

  /// The multiplier of that name; throws a message that lists the names.
  package static func multiplier(_ text: String) throws(FormatError) -> any Multiplier {
    let spelling = try Spelling(text, what: "multiplier")
    guard let type = families.first(where: { $0.family == spelling.family }) else {
      throw FormatError("unknown multiplier '\(text)'; the multipliers are \(names.joined(separator: ", "))")
    }
    return try type.init(parameters: spelling.parameters)
  }
}
