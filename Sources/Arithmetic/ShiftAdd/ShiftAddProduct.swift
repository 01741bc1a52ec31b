/// The exact product with a sum of powers of two: one shifted activation a power, and their sum; no array of a multiplier.
///
/// `shift-add<k>` takes weights in `apot<n,k>`, whose decoder sets at most one bit of the significand a term: bit p
/// belongs to term p mod k, so that a term's shift is a choice among its bits. A plan may leave k to the weights' format.
/// Source: Li, Dong & Wang, ICLR 2020.
package struct ShiftAddProduct: Multiplier {
  package static let family = "shift-add"
  /// Powers in a weight; nil as long as the weights' format has not said it.
  package let terms: Int?

  package init(parameters: [String]) throws(FormatError) {
    terms = try FormatParameters.integers(
      parameters, family: Self.family, names: ["terms"], ranges: [2...8], required: 0
    ).first
  }

  private init(terms: Int?) { self.terms = terms }

  package var description: String { Self.family + (terms.map { "<\($0)>" } ?? "") }
  package var isExact: Bool { true }

  package func isNatural(weight: Format) -> Bool { weight.number is AdditivePowerFormat }

  package func completed(weight: Format, activation: Format) -> ShiftAddProduct {
    ShiftAddProduct(terms: terms ?? (weight.number as? AdditivePowerFormat)?.terms)
  }

  package func misfit(weight: Format, activation: Format) -> String? {
    if let format = weight.number as? AdditivePowerFormat, format.terms == terms ?? format.terms { return nil }
    return "multiplier '\(self)' takes weights of format 'apot<n,\(terms.map(String.init) ?? "k")>', not '\(weight)'"
  }

  package func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape {
    weight * activation
  }

  package func product(_ weight: Operand, _ activation: Operand) -> Product {
    Product(
      negative: weight.negative != activation.negative,
      significand: UInt64(weight.significand) * UInt64(activation.significand), shift: activation.shift)
  }

  /// Of as many terms as bits where nothing is known of the weights.
  package func productCell(weight: OperandShape, activation: OperandShape) -> CellUse {
    let sum = PathElement.carry(weight.significandWidth + activation.significandWidth)
    return CellUse.product(
      "shift_add_product", weight: weight, activation: activation, product: weight * activation,
      path: [[.any(of: weight.significandWidth)] + Array(repeating: sum, count: (terms ?? weight.significandWidth) - 1)]
    )
    .with([("TERMS", .integer(terms ?? weight.significandWidth))])
  }

  package func structure(weight: OperandShape) -> ProductStructure { .shifts(terms ?? weight.significandWidth) }
}
