package import Support

/// Sums of `terms` powers of two, `width` bits a code, so that a product is so many shifts and their sum.
///
/// A code is a sign and one field of b = (width - 1) / terms bits a term, the first term highest. A field f of term i
/// stands for 0 where f = 0, else for `2^(terms * (f - 2^b + 1) - i)`: the first term is one of 1, 2^-k, 2^-2k, ...,
/// the second half of those, and so on (k terms). No two terms can be the same power, so all sums differ; in units of the
/// smallest power a magnitude is an integer of `terms * (2^b - 1)` bits in which each term sets at most one. The
/// sign without a magnitude stands for nothing.
/// `apot<5,2>` has the levels 0, 1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 33, 36, 48 times 1/32 and the opposites. A tensor's
/// scale is a power of two. Source: Li, Dong & Wang, ICLR 2020, equation 5, with a sign; its base bits are b here, its n is `terms`.
package struct AdditivePowerFormat: NumberFormat {
  package static let family = "apot"
  package static let syntax = "apot<n,k>"
  package static let examples = ["apot<5,2>", "apot<7,3>", "apot<7,2>", "apot<9,2>"]
  /// 5, 7, 9 or 10.
  package let width: Int
  /// Powers in a sum, 2 to 4.
  package let terms: Int
  /// Bits of a term's field.
  private var fieldWidth: Int { (width - 1) / terms }
  /// Bits of a magnitude as an integer.
  private var levels: Int { terms * (1 << fieldWidth - 1) }

  package init(parameters: [String]) throws(FormatError) {
    let values = try FormatParameters.integers(
      parameters, family: Self.family, names: ["bits", "terms"], ranges: [5...10, 2...4], required: 2)
    (width, terms) = (values[0], values[1])
    guard (width - 1).isMultiple(of: terms), fieldWidth > 1 else {
      throw FormatError(
        "'\(self)': beside the sign each term has a field of 2 bits or more, and all have the same; there are "
          + "apot<5,2>, apot<7,2>, apot<7,3>, apot<9,2>, apot<9,4> and apot<10,3>")
    }
  }

  package var description: String { "\(Self.family)<\(width),\(terms)>" }

  private var signBit: UInt32 { 1 << UInt32(width - 1) }

  package var operandShape: OperandShape {
    OperandShape(sign: .separate, significandWidth: levels, maximumShift: 0, lsb: 1 - levels)
  }

  package func hasValue(_ code: UInt32) -> Bool { code != signBit }

  /// The exponents of a code's powers, in units of the smallest one.
  private func powers(of code: UInt32) -> [Int] {
    (0..<terms).compactMap { term in
      let field = Int(code >> UInt32((terms - 1 - term) * fieldWidth)) & (1 << fieldWidth - 1)
      return field == 0 ? nil : terms * field - 1 - term
    }
  }

  package func value(of code: UInt32) -> Dyadic? {
    guard hasValue(code) else { return nil }
    let magnitude = powers(of: code).reduce(Dyadic.zero) { $0 + Dyadic(1, exponent: $1 - (levels - 1)) }
    return code & signBit == 0 ? magnitude : -magnitude
  }

  package func operand(of code: UInt32) -> Operand {
    let integer = powers(of: code).reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
    return Operand(negative: code & signBit != 0, significand: integer, shift: 0)
  }

  package func order(of code: UInt32) -> Int64 {
    let operand = operand(of: code)
    return operand.negative ? -Int64(operand.significand) : Int64(operand.significand)
  }
}

extension AdditivePowerFormat: ScaledFormat {
  package var scaling: TensorScaling { .powerOfTwo }
}

extension AdditivePowerFormat {
  package func decoderCell() -> CellUse? { CellUse(CellContract(.decoder, "apot_decode"), parameters) }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "apot_encode"),
      parameters + [
        ("INPUT_WIDTH", .integer(inputWidth)), ("EXPONENT", .integer(exponent - operandShape.lsb)),
        ("LOWEST", parameter(lowest)), ("HIGHEST", parameter(highest)),
      ])
  }

  package func compareCell() -> CellUse { CellUse(CellContract(.compare, "apot_greater"), parameters) }

  private var parameters: [(name: String, value: CellUse.Value)] {
    [("WIDTH", .integer(width)), ("TERMS", .integer(terms))]
  }
}
