import Arithmetic
import Foundation
import Support
import TestTools
import Testing

/// The cells against the textbook definitions, in Verilator, and before the three linters.
@Suite struct CellTests {
  private static let bytes = ["fixed<8>", "ufixed<8>", "fp8-e4m3", "fp8-e5m2"]

  /// Every pair of codes that have a value.
  private static func allPairs(_ w: Format, _ x: Format) -> [(UInt32, UInt32)] {
    let activations = Samples.codes(of: x.number, count: 0, seed: 0)
    return Samples.codes(of: w.number, count: 0, seed: 0).flatMap { a in activations.map { (a, $0) } }
  }

  private static func somePairs(_ w: Format, _ x: Format) -> [(UInt32, UInt32)] {
    var random = SplitMix64(seed: 21)
    func code(_ format: any NumberFormat) -> UInt32 {
      let special = [0, format.lowestCode, format.highestCode, 1]
      if random.next() % 8 == 0 { return special[Int(random.next() % 4)] }
      while true {
        let code = UInt32(truncatingIfNeeded: random.next()) & format.codeMask
        if format.hasValue(code) { return code }
      }
    }
    return (0..<4000).map { _ in (code(w.number), code(x.number)) }
  }

  /// All pairs of 8-bit formats with each other and with narrower ones, random pairs of wider ones.
  static func products() throws -> [CellTrial] {
    var trials: [CellTrial] = []
    for activation in bytes + ["fixed<1>", "ufixed<1>", "fixed<5>", "binary", "ternary", "float<3,0>"] {
      trials.append(try .product("xor-sign", "binary", activation, pairs: allPairs))
      trials.append(try .product("gated", "ternary", activation, pairs: allPairs))
      trials.append(try .product("exact", "ternary", activation, pairs: allPairs))
      for weight in ["ufixed<1>", "fixed<1>", "fixed<3>"] {
        trials.append(try .product("exact", weight, activation, pairs: allPairs))
      }
    }
    for weight in bytes {
      for activation in bytes { trials.append(try .product("exact", weight, activation, pairs: allPairs)) }
    }
    for (weight, activation) in [
      ("fp16", "fp16"), ("bf16", "bf16"), ("fp32", "fp32"), ("fp8-e4m3", "fp16"), ("fixed<8>", "fp16"),
      ("fp16", "ufixed<8>"), ("fixed<32>", "ufixed<32>"), ("ufixed<32>", "ufixed<32>"), ("fixed<16>", "fixed<12>"),
    ] {
      trials.append(try .product("exact", weight, activation, pairs: somePairs))
    }
    for example in Samples.narrow {
      let natural = NamedMultiplier.natural(weight: try Format(example)).description
      for activation in ["fixed<8>", "ufixed<8>", "fp8-e4m3", "ufixed<1>", "pow2<3>"] {
        for multiplier in Set([natural, "exact"]).sorted() {
          trials.append(try .product(multiplier, example, activation, pairs: allPairs))
        }
        trials.append(try .product("exact", "fixed<8>", example, pairs: allPairs))
      }
    }
    for activation in ["fp16", "bf16", "fp32", "fixed<16>"] {
      trials.append(try .product("xor-sign", "binary", activation, pairs: somePairs))
      trials.append(try .product("gated", "ternary", activation, pairs: somePairs))
    }
    return trials
  }

  /// Every 12-bit integer at several exponents and bounds, random wider ones.
  static func encoders() throws -> [CellTrial] {
    var trials: [CellTrial] = []
    for spelling in ["fixed<5>", "fixed<8>", "ufixed<8>", "fixed<1>", "ufixed<1>", "ufixed<16>", "fixed<12>"] {
      for exponent in [-14, -12, -11, -4, -1, 0, 3, 40] {
        trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent))
      }
    }
    trials.append(try .encode("fixed<8>", inputWidth: 12, exponent: -3, lowest: 0))
    trials.append(try .encode("fixed<8>", inputWidth: 12, exponent: -3, lowest: 0xF0, highest: 0x20))
    trials.append(try .encode("fixed<8>", inputWidth: 12, exponent: -20, lowest: 0x10, highest: 0x20))
    trials.append(try .encode("ufixed<8>", inputWidth: 12, exponent: -3, lowest: 0x10, highest: 0x80))
    trials.append(try .encode("fixed<8,4>", inputWidth: 2, exponent: -4))
    for rounding in RoundingMode.allCases {
      for spelling in ["fixed<5>", "ufixed<7>", "fixed<1>", "fixed<4,-2>"] {
        for exponent in [-30, -13, -12, -11, -4, -1, 0, 3] {
          trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent, rounding: rounding))
        }
      }
      trials.append(try .encode("fixed<2>", inputWidth: 12, exponent: -9, lowest: 0b11, rounding: rounding))
      trials.append(try .encode("fixed<16>", inputWidth: 60, exponent: -41, rounding: rounding, seed: 4))
    }
    for spelling in ["fp8-e4m3", "fp8-e5m2", "float<2,0>", "float<3,5>", "float<2,7>"] {
      let format = try Format(spelling).number
      let unit = format.operandShape.lsb
      for above in [-40, -14, -12, -11, -8, -4, -2, -1, 0, 3, 9, 60] {
        trials.append(try .encode(spelling, inputWidth: 12, exponent: unit + above))
      }
      let bounds = [0, 1, 3].map { format.encode(Dyadic($0)) }
      for above in [-8, 0] {
        let exponent = unit + above
        trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent, lowest: 0))
        trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent, lowest: bounds[0], highest: bounds[2]))
        trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent, lowest: bounds[1]))
        trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent, highest: format.signed(bounds[1])))
        trials.append(try .encode(spelling, inputWidth: 3, exponent: exponent))
      }
    }
    trials += try examples()
    for exponent in [-12, -11, -10, -3, -2, -1, 0, 4] {
      trials.append(try .encode("ternary", inputWidth: 12, exponent: exponent))
      trials.append(try .encode("binary", inputWidth: 12, exponent: exponent))
    }
    trials.append(try .encode("ternary", inputWidth: 12, exponent: -3, lowest: 0))
    for (spelling, width, exponent) in [
      ("fp16", 48, -40), ("fp16", 70, -50), ("fp16", 24, -10), ("bf16", 60, -80), ("bf16", 300, -160),
      ("fp32", 40, -20),
      ("fp32", 64, -140), ("fp32", 400, -250), ("fixed<16>", 48, -20), ("fixed<32>", 80, -30), ("ufixed<32>", 48, -4),
    ] {
      trials.append(try .encode(spelling, inputWidth: width, exponent: exponent, seed: UInt64(width)))
    }
    trials.append(try .encode("fp16", inputWidth: 48, exponent: -40, lowest: 0, seed: 5))
    return trials
  }

  /// Encoders of every family: around the smallest and the largest value, bounded on both sides, and of long integers.
  private static func examples() throws -> [CellTrial] {
    var trials: [CellTrial] = []
    for spelling in FormatRegistry.examples {
      let format = try Format(spelling).number
      let lsb = format.operandShape.lsb
      let ends = [format.lowestCode, format.highestCode].compactMap { format.double(of: $0)?.magnitude }
      let top = Int((try #require(ends.max())).exponent)
      let (one, two) = (format.encode(Dyadic(1, exponent: top - 1)), format.encode(Dyadic(-1, exponent: top - 1)))
      for exponent in Set([-30, -12, -11, -6, -3, -1, 0, 2].map { lsb + $0 } + [-12, -9, -5, 3].map { top + $0 })
        .sorted()
      {
        trials.append(try .encode(spelling, inputWidth: 12, exponent: exponent))
      }
      trials.append(try .encode(spelling, inputWidth: 12, exponent: top - 9, lowest: format.zeroCode))
      trials.append(try .encode(spelling, inputWidth: 12, exponent: top - 9, lowest: two, highest: one))
      trials.append(try .encode(spelling, inputWidth: 12, exponent: top - 9, lowest: one))
      trials.append(try .encode(spelling, inputWidth: 2, exponent: top))
      trials.append(try .encode(spelling, inputWidth: 70, exponent: top - 60, seed: 6))
      trials.append(try .encode(spelling, inputWidth: 90, exponent: lsb - 20, seed: 7))
    }
    return trials
  }

  static func others() throws -> [CellTrial] {
    var trials: [CellTrial] = []
    for spelling in bytes + [
      "fixed<1>", "ufixed<1>", "binary", "ternary", "float<2,3>", "float<3,0>", "float<3,4,ftz>", "float<2,0,ftz>",
      "float<4,3,finite>",
    ] + Samples.narrow {
      let codes = Samples.codes(of: try Format(spelling).number, count: 0, seed: 0)
      trials.append(try .compare(spelling, codes: codes))
      trials.append(try .align(spelling, codes: codes))
    }
    for spelling in ["fp16", "bf16", "fp32", "fixed<16>"] {
      trials.append(try .align(spelling, codes: Samples.codes(of: try Format(spelling).number, count: 2000, seed: 8)))
    }
    return trials
  }

  private static let trials = Result { try products() + encoders() + others() }

  @Test func cellsComputeWhatTheDefinitionsSay() throws {
    let trials = try Self.trials.get()
    let outcome = try CellBench(trials: trials).run()
    #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.prefix(10).joined(separator: "\n"))")
    #expect(outcome.compared == trials.reduce(0) { $0 + $1.expected.count })
    #expect(outcome.compared > 1_000_000)
    print("cells: \(trials.count) configurations, \(outcome.compared) words compared")
  }

  @Test func cellsAreClean() throws {
    let trials = try Self.trials.get()
    try withTemporaryFolder { folder in
      let files = try CellBench(trials: trials).write(into: folder)
      let findings = try lint(files, top: "bench", in: folder)
      #expect(findings.isEmpty, "\(findings.prefix(4000))")
    }
  }

  /// A cell that rounds ties up instead of to even is noticed.
  @Test func aWrongCellIsNoticed() throws {
    let trials = [try CellTrial.encode("fp8-e4m3", inputWidth: 12, exponent: -9)]
    var bench = CellBench(trials: trials)
    bench.mutate = { $0.replacingOccurrences(of: "guard & (sticky | ", with: "guard & (1'b1 | ") }
    #expect(try bench.run().mismatches.count == 1)
  }
}

extension NumberFormat {
  /// A float code with its sign set.
  fileprivate func signed(_ code: UInt32) -> UInt32 { code | 1 << UInt32(width - 1) }
}
