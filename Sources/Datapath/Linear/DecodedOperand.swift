package import Arithmetic

/// How codes of a format become the operands of multipliers.
package struct DecodedOperand: Sendable, Hashable {
  package var format: Format
  /// Whether the shift is carried out once here, so that multipliers see none.
  package var aligns: Bool
  /// The form of the operands that occur, where it is tighter than the format's own.
  package var occurring: OperandShape?

  package init(format: Format, aligns: Bool = false, occurring: OperandShape? = nil) {
    self.format = format
    self.aligns = aligns
    self.occurring = occurring
  }

  /// What the format's decoder gives.
  package var decoded: OperandShape { format.number.operandShape }
  /// The least shift of the operands that occur, which is subtracted.
  package var leastShift: Int { (occurring?.lsb ?? decoded.lsb) - decoded.lsb }
  /// What the decoder gives but for its sign.
  package var magnitude: OperandShape {
    OperandShape(
      sign: .unsigned, significandWidth: decoded.significandWidth, maximumShift: decoded.maximumShift,
      lsb: decoded.lsb)
  }

  /// The form that multipliers see.
  package var shape: OperandShape {
    guard aligns else { return occurring ?? decoded }
    return OperandShape(
      sign: decoded.sign, significandWidth: decoded.significandWidth + decoded.maximumShift, maximumShift: 0,
      lsb: decoded.lsb)
  }

  /// The cells that decode.
  package var cells: [CellUse] {
    guard let cell = format.number.decoderCell() else { return [] }
    return aligns ? [cell, magnitude.alignCell()] : [cell]
  }
}

/// The operands of a multiplier and their product.
package struct ProductPath: Sendable {
  package var weight: DecodedOperand
  package var activation: DecodedOperand
  package var multiplier: any Multiplier

  /// Weights of one significand bit only choose a sign or nothing; then each activation is shifted once, for all
  /// weights, instead of every product.
  package init(weight: Format, occurring: OperandShape?, activation: Format, multiplier: any Multiplier) {
    let shape = occurring ?? weight.number.operandShape
    let aligns =
      shape.significandWidth == 1 && shape.maximumShift == 0 && activation.number.operandShape.maximumShift > 0
    self.weight = DecodedOperand(format: weight, occurring: occurring)
    self.activation = DecodedOperand(format: activation, aligns: aligns)
    self.multiplier = multiplier
  }

  /// The path of two formats as they are, whatever codes occur.
  package init(plain formats: [Format], _ multiplier: any Multiplier) {
    weight = DecodedOperand(format: formats[0])
    activation = DecodedOperand(format: formats[1])
    self.multiplier = multiplier
  }

  package var shape: OperandShape { multiplier.productShape(weight: weight.shape, activation: activation.shape) }
  /// Bits of the product, two's complement.
  package var width: Int { shape.integerWidth }
  package var cell: CellUse { multiplier.productCell(weight: weight.shape, activation: activation.shape) }
  package var cells: [CellUse] { weight.cells + activation.cells + [cell] }
}
