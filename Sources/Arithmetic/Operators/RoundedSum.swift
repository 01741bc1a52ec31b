/// The conventional multiply-accumulate: each product and each sum is rounded to the format, in the order of the terms,
/// saturating, from +0 on.
package struct RoundedSum: Sendable {
  /// The format of operands, products and sums.
  package let format: any OperatorFormat
  private let multiplier: any Multiplier
  /// The cell of the rounded product, saturating.
  package let product: CellUse
  /// The cell of the rounded sum, saturating.
  package let sum: CellUse

  /// Throws when weights and activations are not of one format with an adder, or the multiplier is not one of its own.
  package init(weight: Format, activation: Format, multiplier: NamedMultiplier) throws(FormatError) {
    guard weight == activation, let format = weight.number as? any OperatorFormat,
      let sum = format.sumOperator(subtracts: false)
    else {
      throw FormatError(
        "accumulator 'rounded' takes weights and activations of one format, a float or a posit, not '\(weight)' and "
          + "'\(activation)'")
    }
    guard let product = format.productOperator(multiplier.rule) else {
      throw FormatError("accumulator 'rounded' has no multiplier '\(multiplier)' in '\(weight)'")
    }
    self.format = format
    self.multiplier = multiplier.rule
    self.product = product.saturating
    self.sum = sum.saturating
  }

  /// The code of the sum.
  package func dot(_ weights: UnsafeBufferPointer<UInt32>, _ activations: UnsafeBufferPointer<UInt32>) -> UInt32 {
    if multiplier.isExact { return format.roundedDot(from: 0, weights, activations, overflow: .saturate) }
    let lsb = 2 * format.operandShape.lsb
    var sum: UInt32 = 0
    for (w, x) in zip(weights, activations) {
      let product = multiplier.product(format.operand(of: w), format.operand(of: x))
      let code = format.encode(
        negative: product.negative, significand: product.significand, exponent: product.shift + lsb)
      sum = format.add(sum, code, overflow: .saturate)
    }
    return sum
  }
}
