import Arithmetic
import BigInt
import Support
import Testing

/// The exact accumulator holds every sum, and one bit less would not.
@Suite struct AccumulatorShapeTests {
  private static func shape(
    _ weight: String, _ activation: String, _ outputs: [[UInt32]], lowest: UInt32? = nil, highest: UInt32? = nil
  ) throws -> AccumulatorShape {
    let format = try Format(weight)
    return AccumulatorShape(
      exact: NamedMultiplier.natural(weight: format).rule,
      weights: outputs.flatMap { $0 }, terms: outputs[0].count, weight: format, activation: try Format(activation),
      lowest: lowest, highest: highest)
  }

  @Test func knownWidths() throws {
    // 3 * 127 * 255 = 97155 needs 17 bits and a sign.
    #expect(try Self.shape("fixed<8>", "ufixed<8>", [[127, 127, 127]]) == AccumulatorShape(width: 18, lsb: 0))
    // 128 * 128 = 2^14 is just past 15 bits; -128 * 127 fits them.
    #expect(try Self.shape("fixed<8>", "fixed<8>", [[0x80]]).width == 16)
    #expect(try Self.shape("fixed<8>", "ufixed<8>", [[0x80]]).width == 16)
    #expect(try Self.shape("binary", "fixed<8,3>", [[0]]) == AccumulatorShape(width: 8, lsb: -3))
    #expect(try Self.shape("binary", "fixed<8,3>", [[1]]).width == 9)
    #expect(try Self.shape("ternary", "fp16", [[0, 0, 0]]).width == 1)
    #expect(try Self.shape("ternary", "fp16", [[0], [1]]) == AccumulatorShape(width: 41, lsb: -24))
    // Activations that are never negative need no room below.
    #expect(try Self.shape("fixed<8>", "fixed<8>", [[0x80]], lowest: 0).width == 15)
  }

  /// By brute force over every activation of a few terms.
  @Test(arguments: [
    ("fixed<3>", "fixed<3>"), ("ternary", "ufixed<3>"), ("binary", "float<2,0>"), ("float<2,1>", "binary"),
  ])
  func noBitIsMissingOrWasted(_ weight: String, _ activation: String) throws {
    let (w, x) = (try Format(weight).number, try Format(activation).number)
    let codes = Samples.codes(of: x, count: 0, seed: 0)
    var random = SplitMix64(seed: 41)
    for _ in 0..<20 {
      let weights = (0..<3).map { _ in Samples.codes(of: w, count: 0, seed: 0).randomElement(using: &random) ?? 0 }
      let found = try Self.shape(weight, activation, [weights])
      // Every partial sum in any order: each term is there or not yet.
      var sums: Set<BigInt> = [0]
      for code in weights {
        let factor = try #require(w.value(of: code))
        let integers = try codes.map { try #require(x.value(of: $0)) * factor }
          .map { $0.rounded(toMultipleOf: found.lsb) }
        sums = Set(sums.flatMap { sum in integers.map { sum + $0 } + [sum] })
      }
      #expect(found.width == sums.map(\.signedWidth).max())
    }
  }

  @Test func tooWideIsRefused() throws {
    let codes = [UInt32](repeating: 0x7F7F_FFFF, count: 1)
    #expect(try Self.shape("fp32", "fp32", [codes]).width <= AccumulatorShape.widest)
    let product = try Format("fp32").number.operandShape
    #expect(throws: FormatError.self) { try AccumulatorShape(msb: 1100, lsb: -40, product: product) }
    #expect(throws: FormatError.self) { try AccumulatorShape(msb: 3, lsb: 8, product: product) }
    #expect(throws: FormatError.self) { try AccumulatorShape(msb: -200, lsb: -300, product: product) }
  }

  @Test func windowIsNoFinerThanTheProducts() throws {
    let product = try Format("fixed<8>").number.operandShape
    #expect(try AccumulatorShape(msb: 11, lsb: -4, product: product) == AccumulatorShape(width: 12, lsb: 0))
    #expect(try AccumulatorShape(msb: 11, lsb: 4, product: product) == AccumulatorShape(width: 8, lsb: 4))
  }
}
