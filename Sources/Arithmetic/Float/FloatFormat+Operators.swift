internal import Support

/// IEEE 754 arithmetic to nearest even; with `ftz` and `finite` what those variants leave of it.
extension FloatFormat: OperatorFormat {
  package var ordersNotANumber: Bool { false }
  package var propagatedCode: UInt32? { nil }
  package var roundingRule: String {
    "half a unit in the last place, ties to even"
      + (variant == .flush ? "; what is then below the smallest normal number is zero" : "")
  }

  /// The code of +infinity, where the format has one.
  private var infinityCode: UInt32 { UInt32(truncatingIfNeeded: exponentMask &<< fractionWidth) }

  /// The quiet NaN without a sign; +infinity where there is no fraction bit to tell it, and 0 where there is neither.
  package var notANumber: UInt32 {
    if variant == .finite { return 0 }
    return fractionWidth == 0 ? infinityCode : infinityCode | 1 << UInt32(fractionWidth - 1)
  }

  /// The code of an infinity, or of the largest number where there is none.
  package func infinity(negative: Bool) -> UInt32 {
    (negative ? signBit : 0) | (variant == .finite ? largestFinite : infinityCode)
  }

  package func extended(_ code: UInt32) -> ExtendedValue {
    let (negative, _, fraction) = fields(of: code)
    guard let value = value(of: code) else { return fraction == 0 ? .infinity(negative: negative) : .notANumber }
    return value == .zero ? .zero(negative: negative && variant != .finite) : .number(value)
  }

  package func code(_ value: ExtendedValue, overflow: Overflow) -> UInt32 {
    switch value {
    case .notANumber: return notANumber
    case .infinity(let negative): return infinity(negative: negative)
    case .zero(let negative): return negative && variant != .finite ? signBit : 0
    case .number(let number):
      let rounded = rounded(magnitude: value.isNegative ? -number : number)
      guard rounded != .zero else { return code(.zero(negative: value.isNegative), overflow: overflow) }
      guard let code = code(ofRounded: rounded) else {
        let saturated = (value.isNegative ? signBit : 0) | largestFinite
        return overflow == .saturate ? saturated : infinity(negative: value.isNegative)
      }
      return (value.isNegative ? signBit : 0) | code
    }
  }

  @inline(__always)
  package func number(of code: UInt32) -> MachineNumber {
    let places = UInt32(truncatingIfNeeded: fractionWidth)
    let exponent = Int(truncatingIfNeeded: code &>> places) & exponentMask
    let fraction = UInt64(code & (1 &<< places &- 1))
    let isNormal = exponent != 0
    let hidden: UInt64 = isNormal ? 1 &<< UInt64(places) : 0
    return MachineNumber(
      kind: exponent <= largestExponent ? .finite : fraction == 0 ? .infinite : .notANumber,
      negative: code & signBit != 0 && (isNormal || variant != .finite),
      significand: isNormal || variant == .ieee ? hidden | fraction : 0,
      exponent: exponent &- (isNormal ? 1 : 0) &+ lsb)
  }

  @inline(__always)
  package func code(_ number: MachineNumber, sticky: Bool, overflow: Overflow) -> UInt32 {
    var code = roundedMagnitude(significand: number.significand, exponent: number.exponent, sticky: sticky)
    if code > largestFinite, variant == .finite || overflow == .saturate { code = largestFinite }
    guard number.negative, variant != .finite || code != 0 else { return code }
    return signBit | code
  }
}
