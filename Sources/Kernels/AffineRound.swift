/// `clamp(round(sum * multiplier[c] + offset[c]) * 2^exponent)` in doubles: exact while the affine's result stays below
/// 2^53, rounding once, to nearest even.
package struct AffineRound: Sendable {
  /// One multiplier and one offset a channel, integers.
  package struct Line: Sendable {
    fileprivate var multipliers: [Double]
    fileprivate var offsets: [Double]

    /// One multiplier and one offset a channel.
    package init(multipliers: [Double], offsets: [Double]) {
      self.multipliers = multipliers
      self.offsets = offsets
    }

    fileprivate func scaled(by unit: Double) -> Line {
      Line(multipliers: multipliers.map { $0 * unit }, offsets: offsets.map { $0 * unit })
    }
  }

  private let line: Line
  private let below: (line: Line, borders: [Double])?
  private let lowest: Double
  private let highest: Double
  private let mask: UInt32

  /// - Parameters:
  ///   - below: the line of sums below borders, one a channel.
  ///   - exponent: the results are scaled by this power of two before they are rounded.
  ///   - range: where results are clamped, as integers of at most 33 bits.
  ///   - mask: the bits of a result's code.
  package init(
    _ line: Line, below: (line: Line, borders: [Double])? = nil, exponent: Int, range: ClosedRange<Int64>, mask: UInt32
  ) {
    // A power of two changes no significand.
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    self.line = line.scaled(by: unit)
    self.below = below.map { ($0.line.scaled(by: unit), $0.borders) }
    lowest = Double(range.lowerBound)
    highest = Double(range.upperBound)
    self.mask = mask
  }

  /// Rows of one sum a channel.
  @inline(__always) func codes<T: BLASScalar>(_ sums: [T]) -> [UInt32] {
    if let below { return bentCodes(sums, below.line, below.borders) }
    let channels = line.multipliers.count
    // Adding 1.5 * 2^52 leaves the nearest integer, ties to even, in the lowest bits.
    let magic = 0x1.8p52
    return [UInt32](unsafeUninitializedCapacity: sums.count) { codes, used in
      used = sums.count
      guard let out = codes.baseAddress else { return }
      sums.withUnsafeBufferPointer { sums in
        line.multipliers.withUnsafeBufferPointer { m in
          line.offsets.withUnsafeBufferPointer { b in
            for start in stride(from: 0, to: sums.count, by: channels) {
              for c in 0..<channels {
                let scaled = Double(sums[start + c]) * m[c] + b[c]
                let clamped = min(max(scaled, lowest), highest)
                out[start + c] = UInt32(truncatingIfNeeded: (clamped + magic).bitPattern) & mask
              }
            }
          }
        }
      }
    }
  }

  private func bentCodes<T: BLASScalar>(_ sums: [T], _ below: Line, _ borders: [Double]) -> [UInt32] {
    let channels = borders.count
    return sums.indices.map { place in
      let (sum, c) = (Double(sums[place]), place % channels)
      let own = sum < borders[c] ? below : line
      let clamped = min(max(sum * own.multipliers[c] + own.offsets[c], lowest), highest)
      return UInt32(truncatingIfNeeded: Int64(clamped.rounded(.toNearestOrEven))) & mask
    }
  }
}
