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
      inline mantissa::operand<\(shape.significandWidth), \(shape.shiftWidth)> \(name)_\(role)(
          const \(Cpp.unsigned(format.width))& code) {
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

/// Codes of formats without a shift, as integers of C++ in units of the format's lowest bit.
extension DecodedOperand {
  private var isUnsigned: Bool { decoded.sign == .unsigned }
  /// Whether codes are the integers: not so where the sign stands apart, as in binary and ternary, whose integers have 2 bits.
  private var isSign: Bool { decoded.sign == .separate }

  var integerType: String {
    isUnsigned ? Cpp.unsigned(decoded.significandWidth) : Cpp.signed(isSign ? 2 : decoded.significandWidth)
  }

  /// The integer of a code.
  func integer(_ code: String) -> String {
    guard isSign && format.width == 1 else { return "\(integerType)(\(code))" }
    return "\(integerType)(mantissa::bit(\(code), 0) ? -1 : 1)"
  }

  /// The element type of a table of integers; of signs whether they are negative.
  var integerTable: String {
    if isSign && format.width == 1 { return "bool" }
    return isUnsigned
      ? "mantissa::urom_t<\(decoded.significandWidth)>"
      : "mantissa::srom_t<\(isSign ? 2 : decoded.significandWidth)>"
  }

  /// A code's element of the table.
  func integerText(_ code: UInt32) -> String {
    if isSign && format.width == 1 { return "\(code)" }
    return format.number.integer(of: code).map { "\($0)" } ?? "0"
  }
}
