internal import Arithmetic
import BigInt
internal import Support

extension Linear {
  /// The affine of sums that are floats or posits, short numbers far apart: in 128 bits but where terms cancel.
  func finishShifted(input: TensorType, output: TensorType) -> @Sendable ([UInt32]) -> [UInt32] {
    let offsets = affine.offsets.map { ShiftedInteger($0) }
    let number = input.format.number
    return { [self] sums in
      let codes = sums.enumerated().map { index, code in
        let channel = index % affine.multipliers.count
        var short: ShiftedInteger?
        if let offset = offsets[channel], affine.multiplierWidth <= 32, affine.rounding == .halfEven,
          affine.below == nil
        {
          let operand =
            number.hasValue(code) ? number.operand(of: code) : Operand(negative: false, significand: 0, shift: 0)
          let product = Int128(operand.significand) * Int128(affine.multipliers[channel])
          short = ShiftedInteger(value: operand.negative ? -product : product, shift: operand.shift) + offset
        }
        if let short { return output.format.encode([short.value], exponent: affine.exponent + short.shift)[0] }
        return wideCode(input.format.integer(of: code), channel: channel, output: output)
      }
      return output.format.bounded(codes, lowest: lowest, highest: highest)
    }
  }
}

/// `value * 2^shift`.
struct ShiftedInteger: Sendable {
  var value: Int128
  var shift: Int

  init(value: Int128, shift: Int) {
    self.value = value
    self.shift = shift
  }

  /// Nil for numbers of more than 64 bits between their first and their last one.
  init?(_ number: BigInt) {
    let magnitude = number.magnitude
    let zeros = magnitude == 0 ? 0 : magnitude.trailingZeroBitCount
    guard magnitude.bitWidth - zeros <= 64 else { return nil }
    let value = Int128(UInt64(magnitude >> zeros))
    self.init(value: number < 0 ? -value : value, shift: zeros)
  }

  /// The sum, exact or rounded to odd at a place at least 40 bits below its first; nil where it cancels further.
  ///
  /// - Precondition: both values are below 2^64.
  static func + (a: ShiftedInteger, b: ShiftedInteger) -> ShiftedInteger? {
    if a.value == 0 { return b }
    if b.value == 0 { return a }
    let (high, low) = a.shift >= b.shift ? (a, b) : (b, a)
    let distance = high.shift - low.shift
    if distance <= 60 {
      return ShiftedInteger(value: (high.value << Int128(distance)) + low.value, shift: low.shift)
    }
    let cut = distance - 60
    let floor = low.value >> Int128(min(cut, 127))
    let isExact = cut < 64 && floor << Int128(cut) == low.value
    let total = (high.value << 60) + (isExact ? floor : floor | 1)
    guard isExact || total.magnitude >= 1 << 40 else { return nil }
    return ShiftedInteger(value: total, shift: high.shift - 60)
  }
}
