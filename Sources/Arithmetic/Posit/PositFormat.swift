/// Posits of `width` bits with `exponentWidth` exponent bits: sign, a run of equal bits (the regime), exponent, fraction.
///
/// Code 0 is zero and 10...0 is NaR, which has no value. Negative codes are two's complement, so that codes are ordered
/// as integers are. `posit<8,0>`, `posit<16,1>` and `posit<32,2>` are the sizes that papers use.
/// Source: Standard for Posit Arithmetic (2022), with any exponent width.
package struct PositFormat: PositFamily {
  package static let family = "posit"
  package static let syntax = "posit<n,es>"
  package static let examples = ["posit<5,1>", "posit<8,0>"]
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

  /// A regime may fill the code.
  package var regimeWidth: Int { width &- 1 }
  /// The largest value is `2^largestScale`, the smallest positive one its inverse.
  package var largestScale: Int { (width &- 2) &<< exponentWidth }

  package var operandShape: OperandShape {
    OperandShape(
      sign: .separate, significandWidth: fractionWidth + 1, maximumShift: 2 * largestScale,
      lsb: -largestScale - fractionWidth, isNormalized: true)
  }

  /// The hidden bit is the significand's highest; zero has significand 0 and shift 0.
  package func operand(of code: UInt32) -> Operand {
    guard code != 0, hasValue(code) else { return Operand(negative: false, significand: 0, shift: 0) }
    let fields = fields(of: code)
    return Operand(
      negative: fields.negative, significand: UInt32(truncatingIfNeeded: fields.significand),
      shift: fields.scale + largestScale)
  }

  /// Without branches, as signs and regimes cannot be predicted.
  @inline(__always)
  package func fields(of code: UInt32) -> (negative: Bool, scale: Int, significand: UInt64) {
    let word = Int64(bitPattern: UInt64(code) &<< UInt64(truncatingIfNeeded: 64 &- width))
    let sign = word &>> 63
    let body = ((word ^ sign) &- sign) &<< 1
    let first = body &>> 63
    let run = UInt64(bitPattern: body ^ first | 1).leadingZeroBitCount
    // A run of ones counts from 0 up, a run of zeros from -1 down.
    let regime = (run &- 1) ^ ~Int(first)
    let rest = UInt64(bitPattern: body) &<< UInt64(truncatingIfNeeded: run &+ 1)
    // Two shifts, as one of 64 places is none.
    let exponent = Int(truncatingIfNeeded: (rest >> 1) &>> UInt64(truncatingIfNeeded: 63 &- exponentWidth))
    let tail = rest &<< UInt64(truncatingIfNeeded: exponentWidth)
    let fraction = (tail >> 1) &>> UInt64(truncatingIfNeeded: 63 &- fractionWidth)
    return (
      sign < 0, regime &<< exponentWidth &+ exponent, 1 &<< UInt64(truncatingIfNeeded: fractionWidth) | fraction
    )
  }
}
