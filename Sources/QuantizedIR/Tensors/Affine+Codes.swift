package import Arithmetic
package import BigInt
internal import Support

extension Affine {
  /// The codes of results `t`, rounded and saturated.
  package func codes(of totals: [Int128], in format: Format) -> [UInt32] {
    let lsb = format.number.operandShape.lsb
    let places = lsb - exponent
    if rounding == .halfEven || places <= 0 { return format.encode(totals, exponent: exponent) }
    if places > 120 { return totals.map { code(of: BigInt($0), in: format) } }
    return format.encode(totals.map { rounding.round($0, places: places) }, exponent: lsb)
  }

  /// The same of one result of any length.
  package func code(of total: BigInt, in format: Format) -> UInt32 {
    let lsb = format.number.operandShape.lsb
    let isExact = rounding == .halfEven || lsb <= exponent
    let result = isExact ? total : rounding.round(total, places: lsb - exponent)
    let (narrow, dropped) = result.roundedToOdd(bits: 120)
    return format.encode([narrow], exponent: (isExact ? exponent : lsb) + dropped)[0]
  }
}
