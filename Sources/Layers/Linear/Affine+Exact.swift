internal import Arithmetic
import BigInt
import QuantizedIR
import Support

extension Affine {
  /// The affine with the narrowest multipliers that rounds every sum to the level that its channel's steps state.
  ///
  /// Results are rounded to nearest even and clamped. Nil where no multipliers of up to `widest` bits do.
  init?(exact channels: [SumSteps], lowest: Int, highest: Int, widest: Int) {
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
        // A neighbouring slope may meet ties that round away from zero on both sides.
        let found = [0, 1, -1].lazy.compactMap { near -> (Int, BigInt)? in
          let multiplier = Int(slope) + near
          return Affine.offset(multiplier, steps, bounds, places: places).map { (multiplier, $0) }
        }.first
        guard let (multiplier, offset) = found else { break }
        multipliers.append(multiplier)
        offsets.append(offset)
      }
      let width = Affine.width(of: multipliers)
      guard width <= widest else { return nil }
      if offsets.count == channels.count {
        self.init(multipliers: multipliers, offsets: offsets, exponent: -places, multiplierWidth: width)
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
  private static func offset(_ slope: Int, _ steps: SumSteps, _ bounds: [SumSteps.Bound], places: Int) -> BigInt? {
    var (least, most): (Int128, Int128) = (.min, .max)
    let half = Int128(1) << Int128(places - 1)
    for bound in bounds {
      // A tie goes to the even level: from an odd level's lower end on it takes one unit more.
      let edge = (2 * Int128(bound.level) - 1) * half + (bound.level & 1 == 0 ? 0 : 1)
      let room = edge - Int128(slope) * Int128(bound.sum)
      if bound.isLower { least = max(least, room) } else { most = min(most, room - 1) }
    }
    guard least <= most else { return nil }
    let own = (steps.start * Double(sign: .plus, exponent: places, significand: 1)).rounded()
    let wanted = own.magnitude < 0x1p120 ? Int128(own) : (own < 0 ? least : most)
    return BigInt(min(max(wanted, least), most))
  }

  /// The affine that computes slopes and starts exactly, rounded as stated; nil where they are no short dyadic numbers.
  init?(dyadic channels: [Line], rounding: QuantizerRounding, isUnsigned: Bool, widest: Int) {
    let slopes = channels.compactMap { Dyadic($0.slope) }
    let starts = channels.compactMap { Dyadic($0.start) }
    guard slopes.count == channels.count, starts.count == channels.count else { return nil }
    // Two places more than there are, for a half and its half.
    let exponent = min(0, (slopes + starts).map(\.exponent).min() ?? 0) - (rounding == .halfEven ? 0 : 2)
    guard exponent > -200 else { return nil }
    let multipliers = slopes.map { $0.rounded(toMultipleOf: exponent) }
    guard multipliers.allSatisfy({ $0.magnitude.bitWidth < min(62, widest) }) else { return nil }
    let half = BigInt(1) << max(0, -exponent - 1)
    let moved: BigInt
    switch rounding {
    case .halfEven: moved = 0
    case .floor: moved = 1 - half
    case .ceil: moved = half - 1
    // Away from zero, towards zero: below 0 an unsigned result is 0 either way.
    case .halfUp where isUnsigned: moved = 1
    case .halfDown where isUnsigned: moved = -1
    case .up where isUnsigned: moved = half - 1
    case .down where isUnsigned: moved = 1 - half
    case .halfUp, .halfDown, .up, .down: return nil
    }
    let narrow = multipliers.map { Int($0) }
    self.init(
      multipliers: narrow, offsets: starts.map { $0.rounded(toMultipleOf: exponent) + moved }, exponent: exponent,
      multiplierWidth: Affine.width(of: narrow))
  }

  /// Bits of the widest multiplier in two's complement.
  private static func width(of multipliers: [Int]) -> Int {
    max(2, multipliers.map { Int.bitWidth - ($0 < 0 ? ~$0 : $0).leadingZeroBitCount + 1 }.max() ?? 2)
  }

  /// How many of the bounds the affine misses.
  func missed(_ channels: [SumSteps], lowest: Int, highest: Int) -> (missed: Int, of: Int) {
    var counts = (missed: 0, of: 0)
    for (index, steps) in channels.enumerated() {
      for bound in steps.bounds(lowest: lowest, highest: highest) {
        let value = Dyadic(BigInt(multipliers[index]) * BigInt(bound.sum) + offsets[index], exponent: exponent)
        counts.of += 1
        if (value.rounded(toMultipleOf: 0) >= BigInt(bound.level)) != bound.isLower { counts.missed += 1 }
      }
    }
    return counts
  }
}
