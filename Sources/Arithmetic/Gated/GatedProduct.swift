/// The product with a ternary weight: the activation, its sign changed where the weight is -1, or 0 where the weight is 0.
///
/// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
package struct GatedProduct: Multiplier {
  package static let family = "gated"
  /// There is but one.
  package init() {}

  package init(parameters: [String]) throws(FormatError) {
    _ = try FormatParameters.integers(
      parameters, family: Self.family, names: [], ranges: [], required: 0)
  }

  package var description: String { Self.family }
  package var isExact: Bool { true }

  package func isNatural(weight: Format) -> Bool { weight.number is TernaryFormat }

  package func misfit(weight: Format, activation: Format) -> String? {
    if weight.number is TernaryFormat { return nil }
    return "multiplier 'gated' takes weights of format 'ternary', not '\(weight)'"
  }

  package func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape {
    weight * activation
  }

  package func product(_ weight: Operand, _ activation: Operand) -> Product {
    Product(
      negative: weight.negative != activation.negative,
      significand: weight.significand == 0 ? 0 : UInt64(activation.significand),
      shift: activation.shift)
  }

  package func productCell(weight: OperandShape, activation: OperandShape) -> CellUse {
    .signProduct("gated_product", activation: activation, product: weight * activation)
  }
}
