/// Posits of `width` bits with `exponentWidth` exponent bits: sign, a run of equal bits (the regime), exponent, fraction.
///
/// Code 0 is zero and 10...0 is NaR, which has no value. Negative codes are two's complement, so that codes are ordered
/// as integers are. `posit<8,0>`, `posit<16,1>` and `posit<32,2>` are the sizes that papers use.
/// Source: Standard for Posit Arithmetic (2022), with any exponent width.
package struct PositFormat: NumberFormat {
  package static let family = "posit"
  /// 3...32.
  package let width: Int
  /// 0...3, called es.
  package let exponentWidth: Int

  /// - Precondition: the widths are in 3...32 and 0...3.
  package init(width: Int, exponentWidth: Int) {
    self.width = width
    self.exponentWidth = exponentWidth
  }

  package init(parameters: [String]) throws(FormatError) {
    let values = try FormatParameters.integers(
      parameters, family: Self.family, names: ["bits", "exponent bits"], ranges: [3...32, 0...3], required: 2)
    self.init(width: values[0], exponentWidth: values[1])
  }

  package var description: String { "\(Self.family)<\(width),\(exponentWidth)>" }

  /// Fraction bits beside the shortest regime; longer regimes leave fewer.
  package var fractionWidth: Int { max(0, width - exponentWidth - 3) }
  /// The largest value is `2^largestScale`, the smallest positive one its inverse.
  package var largestScale: Int { (width - 2) << exponentWidth }
  /// NaR, not a real: the result of what has no real result.
  package var notAReal: UInt32 { 1 << UInt32(width - 1) }
  /// The code of the largest value.
  package var largestCode: UInt32 { notAReal - 1 }

  package var operandShape: OperandShape {
    OperandShape(
      sign: .separate, significandWidth: fractionWidth + 1, maximumShift: 2 * largestScale,
      lsb: -largestScale - fractionWidth)
  }

  package func hasValue(_ code: UInt32) -> Bool { code != notAReal }

  /// The codes as two's complement integers; NaR lies below every value.
  package func order(of code: UInt32) -> Int64 {
    let unused = UInt32(32 - width)
    return Int64(Int32(bitPattern: code &<< unused) &>> Int32(unused))
  }

  /// The hidden bit is the significand's highest; zero has significand 0 and shift 0.
  package func operand(of code: UInt32) -> Operand {
    let negative = code & notAReal != 0
    let magnitude = negative ? (0 &- code) & codeMask : code
    guard hasValue(code), code != 0 else { return Operand(negative: false, significand: 0, shift: 0) }
    let body = UInt64(magnitude) &<< UInt64(65 - width)
    let isLarge = body >> 63 == 1
    let run = (isLarge ? ~body : body).leadingZeroBitCount
    let regime = isLarge ? run - 1 : -run
    let rest = body &<< UInt64(run + 1)
    // Two shifts, as one of 64 places is none.
    let exponent = Int((rest >> 1) &>> UInt64(63 - exponentWidth))
    let fraction = ((rest &<< UInt64(exponentWidth)) >> 1) &>> UInt64(63 - fractionWidth)
    return Operand(
      negative: negative, significand: 1 &<< UInt32(fractionWidth) | UInt32(truncatingIfNeeded: fraction),
      shift: regime << exponentWidth + exponent + largestScale)
  }
}
