/// The product of any two formats, exactly: significands multiplied, exponents added, signs compared.
package struct ExactProduct: Multiplier {
  package static let family = "exact"
  /// There is but one.
  package init() {}

  package init(parameters: [String]) throws(FormatError) {
    _ = try FormatParameters.integers(
      parameters, family: Self.family, names: [], ranges: [], required: 0)
  }

  package var description: String { Self.family }
  package var isExact: Bool { true }

  package func isNatural(weight: Format) -> Bool { true }

  package func misfit(weight: Format, activation: Format) -> String? { nil }

  package func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape {
    weight * activation
  }

  package func product(_ weight: Operand, _ activation: Operand) -> Product {
    Product(
      negative: weight.negative != activation.negative,
      significand: UInt64(weight.significand) * UInt64(activation.significand),
      shift: weight.shift + activation.shift)
  }

  package func productCell(weight: OperandShape, activation: OperandShape) -> CellUse {
    let (w, x) = (weight.significandWidth, activation.significandWidth)
    let isWide = min(w, x) > OperandShape.multiplierInput
    return .product(
      "exact_product", weight: weight, activation: activation, product: weight * activation,
      path: min(w, x) == 1 ? [[.levels(1)]] : isWide ? [[.product(w - w / 2, x)], [.carry(w + x)]] : [[.product(w, x)]])
  }
}
