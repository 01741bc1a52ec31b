import Arithmetic
import BigInt
import QuantizedIR
import Support
import Testing

@testable import Layers

/// Affines that stand for the step functions of a model's quantizers.
@Suite struct ExactAffineTests {
  /// Steps of a line, rounded and clamped.
  private static func steps(
    slope: Double, start: Double, range: ClosedRange<Int>, levels: ClosedRange<Int>, rounding: RoundingMode
  ) -> SumSteps {
    SumSteps(range: range, slope: slope, start: start) { sum in
      let level = rounding.round(slope * Double(sum) + start)
      return Int(min(max(level, Double(levels.lowerBound)), Double(levels.upperBound)))
    }
  }

  /// The level that the hardware's rule gives: rounded, clamped.
  private static func level(_ affine: Affine, _ channel: Int, _ sum: Int, _ levels: ClosedRange<Int>) -> Int {
    let value = BigInt(affine.multipliers[channel]) * BigInt(sum) + affine.offsets[channel]
    let rounded =
      affine.exponent >= 0 ? value << affine.exponent : affine.rounding.round(value, places: -affine.exponent)
    return Int(min(max(rounded, BigInt(levels.lowerBound)), BigInt(levels.upperBound)))
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func everySumHasTheLevelOfTheSteps(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (compared, found) = (0, 0)
    for _ in 0..<60 {
      let rounding = RoundingMode.allCases.randomElement(using: &random) ?? .halfEven
      let isUnsigned = Bool.random(using: &random)
      let bits = Int.random(in: 1...8, using: &random)
      let levels = isUnsigned ? 0...(1 << bits - 1) : -(1 << bits)...(1 << bits - 1)
      let channels = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        let isDyadic = Bool.random(using: &random)
        let exact = Double.random(in: -2...2, using: &random)
        let low = Int.random(in: -900...0, using: &random)
        return Self.steps(
          slope: isDyadic ? (exact * 8).rounded() / 16 : exact,
          start: Double(Int.random(in: -90...90, using: &random)) / 8,
          range: low...low + Int.random(in: 0...1800, using: &random), levels: levels, rounding: rounding)
      }
      guard
        let affine = Affine(
          exact: channels, lowest: levels.lowerBound, highest: levels.upperBound, widest: 32, rounding: rounding)
      else {
        Issue.record("no affine, seed \(seed), \(rounding), \(levels)")
        continue
      }
      found += 1
      for (index, steps) in channels.enumerated() {
        for sum in steps.range where Self.level(affine, index, sum, levels) != steps.level(sum) {
          Issue.record("seed \(seed), \(rounding), \(levels), channel \(index), sum \(sum)")
          break
        }
        compared += steps.range.count
      }
      let limit = 1 << (affine.multiplierWidth - 1)
      #expect(affine.multipliers.allSatisfy { (-limit..<limit).contains($0) })
    }
    #expect(found == 60 && compared > 10_000)
  }

  /// Rounding towards zero leaves a step of double length, which no line has that is rounded to the nearest.
  @Test func roundingTowardsZeroOnBothSidesNeedsItsOwnRounding() throws {
    let levels = -8...7
    let steps = Self.steps(slope: 0.25, start: 0, range: -40...40, levels: levels, rounding: .down)
    #expect(Affine(exact: [steps], lowest: -8, highest: 7, widest: 32) == nil)
    let affine = try #require(Affine(exact: [steps], lowest: -8, highest: 7, widest: 32, rounding: .down))
    #expect(affine.multipliers[0] == 1 << (-affine.exponent - 2) && affine.offsets == [0])
    #expect(affine.missed([steps], lowest: -8, highest: 7).missed == 0)
    var moved = affine
    moved.offsets[0] += 1
    // Each of the 15 levels above the lowest is reached a sum earlier: what must lie below it does not.
    let (missed, all) = moved.missed([steps], lowest: -8, highest: 7)
    #expect(affine.exponent == -2 && missed == 15 && all == 30)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func signsNeedMultipliersOfOne(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let channels = (0..<40).map { _ in
      let (slope, start) = (Double.random(in: -3...3, using: &random), Double.random(in: -900...900, using: &random))
      return SumSteps(range: -300...200, slope: slope, start: start) { slope * Double($0) + start >= 0 ? 1 : -1 }
    }
    let affine = Affine(signs: channels)
    #expect(affine.multiplierWidth == 2)
    var compared = 0
    for (index, steps) in channels.enumerated() {
      for sum in steps.range {
        let value = BigInt(affine.multipliers[index]) * BigInt(sum) + affine.offsets[index]
        #expect((value >= 0 ? 1 : -1) == steps.level(sum), "seed \(seed), channel \(index), sum \(sum)")
        compared += 1
      }
    }
    #expect(compared == 40 * 501)
  }

  @Test(arguments: RoundingMode.allCases)
  func dyadicLinesAreExactAtAnyLength(_ rounding: RoundingMode) throws {
    let lines = [Line(slope: 0.375, start: -1.25), Line(slope: 1.5, start: 0.5), Line(slope: -0.125, start: 3)]
    let affine = try #require(Affine(dyadic: lines, rounding: rounding, widest: 32))
    for (index, line) in lines.enumerated() {
      for sum in -500...500 {
        let expected = Int(rounding.round(line.slope * Double(sum) + line.start))
        #expect(Self.level(affine, index, sum, -1 << 20...1 << 20) == expected, "\(rounding), \(index), \(sum)")
      }
    }
  }
}
