import Arithmetic
import BigInt
import Support
import Testing

@testable import Datapath

/// Thresholds state the level that the affine rounds to, for every sum.
@Suite struct ThresholdTests {
  private static let outputs = [
    "fixed<2>", "ufixed<2>", "ufixed<1>", "fixed<3,1>", "ufixed<4,2>", "fixed<4,-1>", "ternary",
  ]

  @Test func levelsAreTheAffines() throws {
    var random = SplitMix64(seed: 31)
    var seen = (falls: 0, rises: 0, flat: 0, bent: 0, none: 0)
    for _ in 0..<600 {
      let width = Int.random(in: 2...9, using: &random)
      let multipliers = random.integers(3, width: 5).map { random.next() % 8 == 0 ? 0 : Int(Int128($0)) }
      var affine = Affine(
        multipliers: multipliers, offsets: random.integers(3, width: width + 4), exponent: 0, multiplierWidth: 5)
      if random.next() % 2 == 0 { affine.below = random.below(affine, sumWidth: width) }
      let sums = -(1 << (width - 1))..<1 << (width - 1)
      let totals = multipliers.indices.flatMap { output in
        sums.map { Reference.affine(BigInt($0), output: output, affine) }
      }
      let rounding = random.rounding(try random.format(Self.outputs), totals: totals, after: &affine)
      guard rounding.lowest != rounding.highest else { continue }
      let arithmetic = LinearArithmetic(
        weight: try Format("fixed<8>"), input: try Format("fixed<8>"), multiplier: .exact,
        accumulator: AccumulatorShape(width: width, lsb: 0), affine: affine, rounding: rounding)
      guard let thresholds = Thresholds(arithmetic) else {
        seen.none += 1
        #expect(multipliers.indices.contains { turns($0, sums, affine, rounding) }, "\(arithmetic)")
        continue
      }
      if affine.below != nil { seen.bent += 1 }
      for (output, multiplier) in multipliers.enumerated() {
        if multiplier == 0 { seen.flat += 1 } else if multiplier < 0 { seen.falls += 1 } else { seen.rises += 1 }
        for sum in sums {
          let code = Reference.output(
            Reference.affine(BigInt(sum), output: output, affine), rounding, after: affine)
          let x = thresholds.falls[output] ? ~sum : sum
          let level = thresholds.lowest + thresholds.values[output].count { x >= $0 }
          #expect(Int128(level) == rounding.format.number.integer(of: code), "\(arithmetic) at \(sum)")
        }
      }
    }
    #expect(seen.falls > 100 && seen.rises > 100 && seen.flat > 20 && seen.bent > 50 && seen.none > 50)
  }

  /// Whether totals, cut to the output's range, both rise and fall with the sum.
  private func turns(_ output: Int, _ sums: Range<Int>, _ affine: Affine, _ rounding: Rounding) -> Bool {
    // A border past all sums is no border of these.
    let wide = sums.lowerBound * 8..<sums.upperBound * 8
    let totals = wide.map { Reference.affine(BigInt($0), output: output, affine) }
    let steps = zip(totals, totals.dropFirst())
    return steps.contains { $0 < $1 } && steps.contains { $0 > $1 }
  }

  @Test func thresholdsAreForShortFixedPointOutputs() throws {
    func thresholds(_ output: String, sum: Int = 12, isRounded: Bool = false) throws -> Thresholds? {
      let format = try Format(output)
      let number = format.number
      return Thresholds(
        LinearArithmetic(
          weight: try Format("fp16"), input: try Format("fp16"), multiplier: .exact,
          accumulator: AccumulatorShape(width: sum, lsb: 0), isRounded: isRounded,
          affine: Affine(multipliers: [1], offsets: [0], exponent: -3, multiplierWidth: 2),
          rounding: Rounding(format: format, lowest: number.lowestCode, highest: number.highestCode)))
    }
    #expect(try thresholds("fixed<4>")?.count == 15)
    for other in ["fixed<5>", "binary", "float<2,1>"] { #expect(try thresholds(other) == nil, "\(other)") }
    #expect(try thresholds("fixed<4>", sum: 49) == nil)
    #expect(try thresholds("fixed<4>", isRounded: true) == nil)
  }

  /// Few levels are counted, many are rounded; one multiplier of all channels is no memory's.
  @Test func theCheaperWayIsTaken() throws {
    func datapath(_ output: String, multipliers: [Int]) throws -> LinearDatapath {
      let format = try Format(output)
      let number = format.number
      return LinearDatapath(
        title: [""], units: 2, lanesPerUnit: 2, sharesActivations: true, wordsPerResult: 4, results: 1,
        weights: [UInt32](repeating: 1, count: 16),
        arithmetic: LinearArithmetic(
          weight: try Format("fixed<4>"), input: try Format("fixed<4>"), multiplier: .exact,
          accumulator: AccumulatorShape(width: 11, lsb: 0),
          affine: Affine(multipliers: multipliers, offsets: [5, 7], exponent: -9, multiplierWidth: 8),
          rounding: Rounding(format: format, lowest: number.lowestCode, highest: number.highestCode)))
    }
    let counted = try datapath("ufixed<2>", multipliers: [93, 101])
    #expect(counted.thresholds?.count == 3 && counted.constantWidth == 3 * (counted.thresholds?.width ?? 0))
    let rounded = try datapath("fixed<8>", multipliers: [93, 101])
    #expect(rounded.thresholds == nil && rounded.constantWidth == 8 + rounded.offsetWidth)
    let shared = try datapath("fixed<8>", multipliers: [64, 64])
    #expect(shared.constantWidth == shared.offsetWidth && shared.multiplierWidth == 8)
    // A power of two is a shift, which costs less than 15 comparators.
    #expect(try datapath("fixed<4>", multipliers: [64, 64]).thresholds == nil)
  }
}
