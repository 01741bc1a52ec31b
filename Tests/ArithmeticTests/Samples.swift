import Arithmetic
import Support

/// Formats that stand for their families in the tests.
enum Samples {
  static let spellings = known + FormatRegistry.examples.filter { !known.contains($0) }

  private static let known = [
    "binary", "ternary", "fixed<1>", "fixed<2>", "fixed<5,2>", "fixed<8>", "fixed<8,-3>", "fixed<13,20>", "fixed<32>",
    "ufixed<1>", "ufixed<3,1>", "ufixed<8,8>", "ufixed<16>", "ufixed<32,64>", "fixed<32,-64>", "float<2,0>",
    "float<2,3>", "float<3,0>", "fp8-e4m3", "fp8-e5m2", "float<4,7>", "fp16", "bf16", "fp32", "float<8,0>",
    "float<2,23>", "posit<3,3>", "posit<4,0>", "posit<6,2>", "posit<8,0>", "posit<8,1>", "posit<8,2>", "posit<12,3>",
    "posit<16,1>", "posit<16,2>", "posit<32,0>", "posit<32,2>", "posit<32,3>",
    "float<2,0,ftz>", "float<2,0,finite>", "float<3,2,finite>", "float<4,3,finite>", "float<4,3,ftz>", "float<5,2,ftz>",
    "float<5,10,ftz>", "float<8,7,finite>", "float<8,23,ftz>", "float<8,23,finite>",
  ]

  /// The registry's examples of up to 8 bits, of which all pairs are tried.
  static let narrow = FormatRegistry.examples.filter { (try? Format($0).width <= 8) ?? true }

  static func formats() throws -> [any NumberFormat] { try spellings.map { try Format($0).number } }

  /// Every code that has a value of a format up to 12 bits, else `count` random ones and the extremes.
  static func codes(of format: any NumberFormat, count: Int, seed: UInt64) -> [UInt32] {
    if format.width <= 12 { return (0...format.codeMask).filter(format.hasValue) }
    var random = SplitMix64(seed: seed)
    let drawn = (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next()) & format.codeMask }
    return ([0, format.lowestCode, format.highestCode] + drawn).filter(format.hasValue)
  }
}
