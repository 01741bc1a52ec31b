import Arithmetic
import BigInt
import Testing

/// Integers in units of 2^-places, against QONNX's own formulas in floating point.
@Suite struct RoundingModeTests {
  @Test(arguments: RoundingMode.allCases) func integersRoundAsRealsDo(_ mode: RoundingMode) {
    for places in 1...5 {
      let unit = 1 << places
      for value in -6 * unit...6 * unit {
        let expected = Int(mode.round(Double(value) / Double(unit)))
        #expect(mode.round(Int128(value), places: places) == Int128(expected), "\(value) * 2^-\(places)")
        #expect(mode.round(BigInt(value), places: places) == BigInt(expected), "\(value) * 2^-\(places)")
        #expect(mode.round(Int128(value) << 100, places: places + 100) == Int128(expected))
        for level in -5...5 {
          let least = mode.least(reaching: Int128(level), places: places)
          #expect((value >= least) == (expected >= level), "\(value), \(level)")
          #expect(mode.least(reaching: BigInt(level), places: places) == BigInt(least))
        }
      }
    }
  }

  /// The tie that differs: an odd number added to a number rounded to even.
  @Test func tiesToOddAreTiesToEvenMovedByAnOddNumber() {
    for quarter in -40...40 {
      let x = Double(quarter) / 4
      #expect(RoundingMode.halfOdd.round(x + 3) == x.rounded(.toNearestOrEven) + 3)
    }
  }
}
