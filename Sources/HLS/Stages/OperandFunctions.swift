internal import Arithmetic
internal import Datapath

/// The functions that make operands of a multiplier from codes.
struct OperandFunctions {
  /// The stage's function.
  var name: String
  var path: ProductPath

  func text(hasWeights: Bool) -> [String] {
    (hasWeights ? [function("weight", path.weight)] : []) + [function("activation", path.activation)]
  }

  private func function(_ role: String, _ operand: DecodedOperand) -> String {
    let (shape, format) = (operand.shape, operand.format)
    return """
      // \(role == "weight" ? "A weight" : "An input") of \(format) as an operand.
      inline mantissa::operand<\(shape.significandWidth), \(shape.shiftWidth)> \(name)_\(role)(const \(Cpp.unsigned(format.width))& code) {
      \(Cpp.indented(operand.statements, 1))
      }
      """
  }
}

extension DecodedOperand {
  /// The operand of a code that takes no more than the format's decoder.
  func expression(_ code: String) -> String {
    guard let cell = format.number.decoderCell() else {
      return "mantissa::operand<\(shape.significandWidth), \(shape.shiftWidth)>{false, \(code), 0}"
    }
    return "\(cell.function())(\(code))"
  }

  /// Statements that return the operand of `code`.
  fileprivate var statements: String {
    guard aligns || (format.number.decoderCell() != nil && shape != decoded) else {
      return "return \(expression("code"));"
    }
    let (significand, shift) = (Cpp.unsigned(shape.significandWidth), Cpp.unsigned(shape.shiftWidth))
    let source =
      "const mantissa::operand<\(decoded.significandWidth), \(decoded.shiftWidth)> decoded = \(expression("code"));"
    guard aligns else {
      let distance = shape.maximumShift > 0 ? "decoded.shift - \(leastShift)" : "0"
      return """
        \(source)
        return {decoded.sign, decoded.significand, \(shift)(\(distance))};
        """
    }
    return """
      \(source)
      return {decoded.sign, \(significand)(\(significand)(decoded.significand) << mantissa::to_int(decoded.shift)), 0};
      """
  }
}
