import Arithmetic
import BigInt
import Support

/// Levels of sums as counts: `level = lowest + how many of the channel's thresholds the sum reaches`.
///
/// They state the same level as the affine for every sum of the accumulator's width. Where a channel's levels fall
/// with the sum, its complement `~sum = -sum - 1` is compared instead. Levels that rise on one side of a border and fall on
/// the other are no counts.
package struct Thresholds: Sendable, Hashable {
  /// The lowest level, in units of the output format's lowest bit.
  package let lowest: Int
  /// Thresholds a channel: levels less 1.
  package let count: Int
  /// For each channel its thresholds, ascending.
  package let values: [[Int]]
  /// Whether the channel's sums are complemented.
  package let falls: [Bool]
  /// Bits of the widest threshold in two's complement.
  package let width: Int

  /// The most bits of an output code, and of a sum.
  package static let widestOutput = 4
  package static let widestSum = 48

  /// Nil where outputs are no fixed-point codes of up to 4 bits and not ternary, or sums are no integers of up to 48.
  init?(_ arithmetic: LinearArithmetic) {
    let (affine, rounding) = (arithmetic.affine, arithmetic.rounding)
    let number = rounding.format.number
    guard !arithmetic.isRounded, number is any FixedPointFormat || number is TernaryFormat,
      number.width <= Self.widestOutput, arithmetic.accumulator.width <= Self.widestSum
    else { return nil }
    guard let first = number.integer(of: rounding.lowest), let last = number.integer(of: rounding.highest), first < last
    else { return nil }
    (lowest, count) = (Int(first), Int(last - first))
    // t = M * sum + B reaches a level where t * 2^exponent is rounded to it.
    let exponent = affine.exponent - number.operandShape.lsb
    let edges = (Int(first) + 1...Int(last)).map { level -> BigInt in
      guard exponent < 0 else { return BigInt(level).dividedUp(by: BigInt(1) << exponent) }
      return affine.rounding.least(reaching: BigInt(level), places: -exponent)
    }
    let least = -(1 << (arithmetic.accumulator.width - 1))
    func reached(_ multiplier: Int, _ offset: BigInt) -> [Int] {
      edges.map { edge in
        let rest = edge - offset
        if multiplier == 0 { return rest.signum() > 0 ? -least : least }
        let reached = rest.dividedUp(by: BigInt(abs(multiplier)))
        // |M| * -sum >= rest is -sum >= reached, or ~sum >= reached - 1.
        return Int(Int128(min(max(multiplier < 0 ? reached - 1 : reached, BigInt(least)), BigInt(-least))))
      }
    }
    let above = zip(affine.multipliers, affine.offsets).map(reached)
    if let below = affine.below {
      let slopes = zip(affine.multipliers, below.multipliers)
      guard slopes.allSatisfy({ $0.signum() * $1.signum() >= 0 }) else { return nil }
      let falls = slopes.map { min($0, $1) < 0 }
      let lists = zip(below.multipliers, below.offsets).map(reached)
      let joined = affine.multipliers.indices.map { channel -> [Int]? in
        // The complements of sums below a border are the numbers from its negative on.
        let border = falls[channel] ? -below.borders[channel] : below.borders[channel]
        let (first, last) = falls[channel] ? (above[channel], lists[channel]) : (lists[channel], above[channel])
        return Self.joined(first, last, at: Int(Int128(min(max(border, BigInt(least)), BigInt(-least)))))
      }
      guard joined.allSatisfy({ $0 != nil }) else { return nil }
      (values, self.falls) = (joined.compactMap { $0 }, falls)
    } else {
      falls = affine.multipliers.map { $0 < 0 }
      values = above
    }
    width = values.joined().map { Int.bitWidth - ($0 < 0 ? ~$0 : $0).leadingZeroBitCount + 1 }.max() ?? 1
  }

  /// The thresholds of one line up to a border and another from there; nil where levels fall at the border.
  private static func joined(_ first: [Int], _ last: [Int], at border: Int) -> [Int]? {
    zip(first, last).allSatisfy { $0 >= border || $1 <= border }
      ? zip(first, last).map { $0 < border ? $0 : max(border, $1) } : nil
  }

  package var hasFalls: Bool { falls.contains(true) }
  /// Bits of a channel's constants.
  package var constantWidth: Int { count * width + (hasFalls ? 1 : 0) }
}

extension BigInt {
  /// The quotient by a positive number, rounded up.
  fileprivate func dividedUp(by divisor: BigInt) -> BigInt {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest.signum() > 0 ? quotient + 1 : quotient
  }
}
