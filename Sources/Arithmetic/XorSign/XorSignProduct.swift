/// The product with a binary weight: the activation with its sign changed where the weight is -1.
///
/// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
package struct XorSignProduct: Multiplier {
  package static let family = "xor-sign"
  /// There is but one.
  package init() {}

  package init(parameters: [String]) throws(FormatError) {
    _ = try FormatParameters.integers(
      parameters, family: Self.family, names: [], ranges: [], required: 0)
  }

  package var description: String { Self.family }
  package var isExact: Bool { true }

  package func isNatural(weight: Format) -> Bool { weight.number is BinaryFormat }

  package func misfit(weight: Format, activation: Format) -> String? {
    if weight.number is BinaryFormat { return nil }
    return "multiplier 'xor-sign' takes weights of format 'binary', not '\(weight)'"
  }

  package func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape {
    weight * activation
  }

  package func product(_ weight: Operand, _ activation: Operand) -> Product {
    Product(
      negative: weight.negative != activation.negative,
      significand: UInt64(activation.significand),
      shift: activation.shift)
  }

  package func productCell(weight: OperandShape, activation: OperandShape) -> CellUse {
    .signProduct("xor_sign_product", activation: activation, product: weight * activation)
  }
}
