internal import Arithmetic
import BigInt
import QuantizedIR
import Support

extension Affine {
  /// The affine with the narrowest multipliers that rounds every sum to the level that its channel's steps state.
  ///
  /// Results are rounded as stated and clamped. Nil where no multipliers of up to `widest` bits do.
  init?(
    exact channels: [SumSteps], lowest: Int, highest: Int, widest: Int, rounding: RoundingMode = .halfEven
  ) {
    let steepest = channels.map(\.slope.magnitude).max() ?? 0
    guard steepest.isFinite, steepest < 0x1p40,
      channels.allSatisfy({ $0.isCountable(lowest: lowest, highest: highest) })
    else { return nil }
    let bounds = channels.map { $0.bounds(lowest: lowest, highest: highest) }
    // At least one place, so that bounds, which are odd multiples of 1/2, are integers.
    let first = max(1, steepest > 0 ? -Int(steepest.exponent) : 1)
    for places in first..<first + widest where places <= 60 {
      var multipliers: [Int] = []
      var offsets: [BigInt] = []
      for (steps, bounds) in zip(channels, bounds) {
        let slope = (steps.slope * Double(sign: .plus, exponent: places, significand: 1)).rounded()
        guard slope.magnitude < 0x1p60 else { return nil }
        // A neighbouring slope may meet ties that no offset of the slope does.
        let found = [0, 1, -1].lazy.compactMap { near -> (Int, BigInt)? in
          let multiplier = Int(slope) + near
          return Affine.offset(multiplier, steps, bounds, rounding, places: places).map { (multiplier, $0) }
        }.first
        guard let (multiplier, offset) = found else { break }
        multipliers.append(multiplier)
        offsets.append(offset)
      }
      let width = Affine.width(of: multipliers)
      guard width <= widest else { return nil }
      if offsets.count == channels.count {
        self.init(
          multipliers: multipliers, offsets: offsets, exponent: -places, multiplierWidth: width, rounding: rounding)
        return
      }
    }
    return nil
  }

  /// The affine whose sign tells whether a sum's level is +1: multipliers of +1 and -1.
  init(signs channels: [SumSteps]) {
    var multipliers: [Int] = []
    var offsets: [BigInt] = []
    for steps in channels {
      let isRising = steps.slope >= 0
      let bounds = steps.bounds(lowest: -1, highest: 1)
      if let least = bounds.first(where: { $0.isLower && $0.level == 1 }) {
        multipliers.append(isRising ? 1 : -1)
        offsets.append(BigInt(isRising ? -least.sum : least.sum))
      } else {
        multipliers.append(0)
        offsets.append(BigInt(steps.level(steps.range.lowerBound) > 0 ? 0 : -1))
      }
    }
    self.init(multipliers: multipliers, offsets: offsets, exponent: 0, multiplierWidth: 2)
  }

  /// The offset nearest to the channel's own that meets every bound, in units of 2^-places; nil where none does.
  private static func offset(
    _ slope: Int, _ steps: SumSteps, _ bounds: [SumSteps.Bound], _ rounding: RoundingMode, places: Int
  ) -> BigInt? {
    var (least, most): (Int128, Int128) = (.min, .max)
    for bound in bounds {
      let room = rounding.least(reaching: Int128(bound.level), places: places) - Int128(slope) * Int128(bound.sum)
      if bound.isLower { least = max(least, room) } else { most = min(most, room - 1) }
      guard least <= most else { return nil }
    }
    let own = (steps.start * Double(sign: .plus, exponent: places, significand: 1)).rounded()
    let wanted = own.magnitude < 0x1p120 ? Int128(own) : (own < 0 ? least : most)
    return BigInt(min(max(wanted, least), most))
  }

  /// The affine that computes slopes and starts exactly, rounded as stated; nil where they are no short dyadic numbers.
  init?(dyadic channels: [Line], rounding: RoundingMode, widest: Int) {
    let slopes = channels.compactMap { Dyadic($0.slope) }
    let starts = channels.compactMap { Dyadic($0.start) }
    guard slopes.count == channels.count, starts.count == channels.count else { return nil }
    let exponent = min(0, (slopes + starts).map(\.exponent).min() ?? 0)
    guard exponent > -200 else { return nil }
    let multipliers = slopes.map { $0.rounded(toMultipleOf: exponent) }
    guard multipliers.allSatisfy({ $0.magnitude.bitWidth < min(62, widest) }) else { return nil }
    let narrow = multipliers.map { Int($0) }
    self.init(
      multipliers: narrow, offsets: starts.map { $0.rounded(toMultipleOf: exponent) }, exponent: exponent,
      multiplierWidth: Affine.width(of: narrow), rounding: rounding)
  }

  /// Bits of the widest multiplier in two's complement.
  private static func width(of multipliers: [Int]) -> Int {
    max(2, multipliers.map { Int.bitWidth - ($0 < 0 ? ~$0 : $0).leadingZeroBitCount + 1 }.max() ?? 2)
  }

  /// Whether a sum is rounded to a bound's level or more.
  private func reaches(_ bound: SumSteps.Bound, _ multiplier: Int, _ offset: BigInt, short: Int128?) -> Bool {
    // A product of 64 bits each and an offset of 120 fit 127.
    if let short, 1...120 ~= -exponent {
      return rounding.round(Int128(multiplier) * Int128(bound.sum) + short, places: -exponent) >= Int128(bound.level)
    }
    let total = BigInt(multiplier) * BigInt(bound.sum) + offset
    return (exponent < 0 ? rounding.round(total, places: -exponent) : total << exponent) >= BigInt(bound.level)
  }

  /// How many of the bounds the affine misses.
  func missed(_ channels: [SumSteps], lowest: Int, highest: Int) -> (missed: Int, of: Int) {
    var counts = (missed: 0, of: 0)
    for (index, steps) in channels.enumerated() {
      let (multiplier, offset) = (multipliers[index], offsets[index])
      let short = offset.bitWidth <= 120 ? Int128(offset) : nil
      for bound in steps.bounds(lowest: lowest, highest: highest) {
        counts.of += 1
        if reaches(bound, multiplier, offset, short: short) != bound.isLower { counts.missed += 1 }
      }
    }
    return counts
  }
}
