package import Support

/// Zero and signed powers of two, `width` bits a code, so that a product is a shift: `pow2<4>` is 0, 1, 1/2, ..., 1/64
/// and the opposites.
///
/// A code is `{sign, e}` with a field e of `width - 1` bits. Code 0 is zero and 10...0 stands for nothing; else the magnitude
/// is `2^(e - largest)`, `largest` being the largest field, so that the largest magnitude is 1. The codes are those of
/// `float<width-1,0,finite>`, which has other exponents and the same cells. A tensor's scale is a power of two.
/// Sources: Miyashita et al., arXiv 1603.01025 (LogNet); Zhou et al., ICLR 2017 (INQ), whose zero has a code too.
package struct PowerOfTwoFormat: NumberFormat {
  package static let family = "pow2"
  package static let syntax = "pow2<n>"
  package static let examples = ["pow2<3>", "pow2<5>", "pow2<8>"]
  /// 3...8; two bits would be `ternary`.
  package let width: Int

  package init(parameters: [String]) throws(FormatError) {
    width = try FormatParameters.integers(
      parameters, family: Self.family, names: ["bits"], ranges: [3...8], required: 1)[0]
  }

  package var description: String { "\(Self.family)<\(width)>" }

  /// The exponent field of 1.
  private var largest: Int { 1 << (width - 1) - 1 }
  private var signBit: UInt32 { 1 << UInt32(width - 1) }
  private func field(of code: UInt32) -> Int { Int(code & (signBit - 1)) }

  package var operandShape: OperandShape {
    OperandShape(
      sign: .separate, significandWidth: 1, maximumShift: largest - 1, lsb: 1 - largest, isNormalized: true)
  }

  package func hasValue(_ code: UInt32) -> Bool { code != signBit }

  package func value(of code: UInt32) -> Dyadic? {
    guard field(of: code) > 0 else { return code == 0 ? .zero : nil }
    let magnitude = Dyadic(1, exponent: field(of: code) - largest)
    return code & signBit == 0 ? magnitude : -magnitude
  }

  /// The nearest; halfway between two powers the larger one, as in floats without a fraction, and at half the smallest
  /// power 0.
  package func encode(_ value: Dyadic) -> UInt32 {
    let magnitude = value < .zero ? -value : value
    guard magnitude > Dyadic(1, exponent: -largest) else { return 0 }
    // Above 1 there is a border at every binade's middle, and so there is below 1.
    let above = (2...largest).prefix { magnitude >= Dyadic(3, exponent: $0 - largest - 2) }
    let code = UInt32(above.last ?? 1)
    return value < .zero ? signBit | code : code
  }

  package func operand(of code: UInt32) -> Operand {
    let field = field(of: code)
    return Operand(negative: code & signBit != 0, significand: field > 0 ? 1 : 0, shift: max(0, field - 1))
  }

  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int, into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices {
      let magnitude = integers[index].magnitude
      let length = 128 - magnitude.leadingZeroBitCount
      // The field of the power that is not above the magnitude; 1 or less where that is below the smallest one.
      let floor = length - 1 + exponent + largest
      let isUpperHalf = length > 1 && magnitude >> UInt128(length - 2) & 1 == 1
      let isPower = magnitude & (magnitude &- 1) == 0
      let nearest = floor == 0 ? (isPower ? 0 : 1) : isUpperHalf ? floor + 1 : floor
      let code = magnitude == 0 || floor < 0 ? 0 : UInt32(min(nearest, largest))
      codes[index] = integers[index] < 0 && code != 0 ? signBit | code : code
    }
  }

  package func order(of code: UInt32) -> Int64 {
    Int64(code & signBit == 0 ? field(of: code) : -field(of: code))
  }
}

extension PowerOfTwoFormat: ScaledFormat {
  package var scaling: TensorScaling { .powerOfTwo }
}

/// The cells are those of the floats that have the same codes.
extension PowerOfTwoFormat {
  private var float: FloatFormat { FloatFormat(exponentWidth: width - 1, fractionWidth: 0, variant: .finite) }

  package func decoderCell() -> CellUse? { float.decoderCell() }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    float.encoderCell(
      inputWidth: inputWidth, exponent: exponent - operandShape.lsb + float.lsb, lowest: lowest, highest: highest)
  }

  package func compareCell() -> CellUse { float.compareCell() }
}
