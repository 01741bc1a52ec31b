/// Posits of `width` bits whose regime has at most `regimeWidth` bits: sign, regime, exponent, fraction.
///
/// The regime is a run of r equal bits and, where r < `regimeWidth`, one opposite bit; a run that fills `regimeWidth` bits
/// has no end. A run of ones says k = r - 1, one of zeros k = -r; the value is `2^(k 2^es + exponent) * (1 + fraction)`.
/// Code 0 is zero and 10...0 is NaR, which has no value; negative codes are two's complement, so that codes are ordered as
/// integers are. With `regimeWidth` = `width` - 1 it is `posit<n,es>`. Decoders choose among a few lengths instead of
/// shifting by any distance. `bposit<16,5,6>` and `bposit<32,5,6>` reach from 2^-192 to 2^192.
/// Source: Jonnalagadda, Thotli & Gustafson, Closing the Gap Between Float and Posit Hardware Efficiency, 2025.
package struct BoundedPositFormat: PositFamily {
  package static let family = "bposit"
  package static let syntax = "bposit<n,es,rs>"
  package static let examples = [
    "bposit<4,0,2>", "bposit<6,2,3>", "bposit<8,1,3>", "bposit<8,2,7>", "bposit<12,3,5>", "bposit<16,5,6>",
    "bposit<32,5,6>",
  ]
  /// 3...32.
  package let width: Int
  /// 0...5, called es.
  package let exponentWidth: Int
  /// 2...width - 1, called rs.
  package let regimeWidth: Int
  /// The largest exponent of 2 that `largestScale` may pass by 1.
  private static let widest = 256

  package init(parameters: [String]) throws(FormatError) {
    let values = try FormatParameters.integers(
      parameters, family: Self.family, names: ["bits", "exponent bits", "regime bits"],
      ranges: [3...32, 0...5, 2...31], required: 3)
    (width, exponentWidth, regimeWidth) = (values[0], values[1], values[2])
    guard regimeWidth < width else {
      throw FormatError("'\(self)': a regime of \(regimeWidth) bits needs more than \(width) bits; take 'posit<n,es>'")
    }
    guard bias <= Self.widest else {
      throw FormatError("'\(self)' reaches 2^\(bias); formats up to 2^\(Self.widest) are supported")
    }
  }

  package var description: String { "\(Self.family)<\(width),\(exponentWidth),\(regimeWidth)>" }

  /// Every value lies between `2^-bias` and `2^bias`, in magnitude.
  var bias: Int { regimeWidth &<< exponentWidth }

  package var operandShape: OperandShape {
    OperandShape(
      sign: .separate, significandWidth: fractionWidth + 1, maximumShift: 2 * bias - 1, lsb: -bias - fractionWidth,
      isNormalized: true)
  }

  /// The hidden bit is the significand's highest; zero has significand 0 and shift 0.
  package func operand(of code: UInt32) -> Operand {
    guard code != 0, hasValue(code) else { return Operand(negative: false, significand: 0, shift: 0) }
    let fields = fields(of: code)
    return Operand(
      negative: fields.negative, significand: UInt32(truncatingIfNeeded: fields.significand),
      shift: fields.scale + bias)
  }

  @inline(__always)
  package func fields(of code: UInt32) -> (negative: Bool, scale: Int, significand: UInt64) {
    let word = Int64(bitPattern: UInt64(code) &<< UInt64(truncatingIfNeeded: 64 &- width))
    let sign = word &>> 63
    let body = ((word ^ sign) &- sign) &<< 1
    let first = body &>> 63
    let run = min(UInt64(bitPattern: body ^ first | 1).leadingZeroBitCount, regimeWidth)
    // A run of ones counts from 0 up, a run of zeros from -1 down.
    let regime = (run &- 1) ^ ~Int(first)
    let rest = UInt64(bitPattern: body) &<< UInt64(truncatingIfNeeded: min(run &+ 1, regimeWidth))
    // Two shifts, as one of 64 places is none.
    let exponent = Int(truncatingIfNeeded: (rest >> 1) &>> UInt64(truncatingIfNeeded: 63 &- exponentWidth))
    let tail = rest &<< UInt64(truncatingIfNeeded: exponentWidth)
    let fraction = (tail >> 1) &>> UInt64(truncatingIfNeeded: 63 &- fractionWidth)
    return (
      sign < 0, regime &<< exponentWidth &+ exponent, 1 &<< UInt64(truncatingIfNeeded: fractionWidth) | fraction
    )
  }
}

extension BoundedPositFormat {
  package var roundingRule: String { "the nearest bounded posit on the bit string, ties to even" }

  /// The cells are those of posits, with a bound on the regime.
  package var cellParameters: [(name: String, value: CellUse.Value)] {
    [("WIDTH", .integer(width)), ("ES", .integer(exponentWidth)), ("REGIME", .integer(regimeWidth))]
  }

  package func productOperator(_ multiplier: any Multiplier) -> OperatorCell? {
    guard multiplier.isExact else { return nil }
    return OperatorCell(CellContract(.operation, "posit_multiply"), cellParameters, boundaries: 3)
  }
}
