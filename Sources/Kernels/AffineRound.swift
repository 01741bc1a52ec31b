/// `clamp(round(sum * multiplier[c] + offset[c]) * 2^exponent)` in doubles: exact while the affine's result stays below
/// 2^53, rounding once, to nearest even.
package struct AffineRound: Sendable {
  private let multipliers: [Double]
  private let offsets: [Double]
  private let lowest: Double
  private let highest: Double
  private let mask: UInt32

  /// - Parameters:
  ///   - multipliers: one a channel, integers.
  ///   - offsets: one a channel, integers.
  ///   - exponent: the results are scaled by this power of two before they are rounded.
  ///   - range: where results are clamped, as integers of at most 33 bits.
  ///   - mask: the bits of a result's code.
  package init(multipliers: [Double], offsets: [Double], exponent: Int, range: ClosedRange<Int64>, mask: UInt32) {
    // A power of two changes no significand.
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    self.multipliers = multipliers.map { $0 * unit }
    self.offsets = offsets.map { $0 * unit }
    lowest = Double(range.lowerBound)
    highest = Double(range.upperBound)
    self.mask = mask
  }

  /// Rows of one sum a channel.
  @inline(__always) func codes<T: BLASScalar>(_ sums: [T]) -> [UInt32] {
    let channels = multipliers.count
    // Adding and taking away 1.5 * 2^52 leaves the nearest integer, ties to even.
    let magic = 0x1.8p52
    return [UInt32](unsafeUninitializedCapacity: sums.count) { codes, used in
      used = sums.count
      guard let out = codes.baseAddress else { return }
      sums.withUnsafeBufferPointer { sums in
        multipliers.withUnsafeBufferPointer { m in
          offsets.withUnsafeBufferPointer { b in
            for start in stride(from: 0, to: sums.count, by: channels) {
              for c in 0..<channels {
                let scaled = Double(sums[start + c]) * m[c] + b[c]
                let clamped = min(max(scaled, lowest), highest)
                let rounded = (clamped + magic) - magic
                out[start + c] = UInt32(truncatingIfNeeded: Int64(rounded)) & mask
              }
            }
          }
        }
      }
    }
  }
}
