import Arithmetic
import BigInt
import Support
import Testing

/// Laws of the registered multipliers.
@Suite struct MultiplierTests {
  struct Pairing: Sendable, CustomTestStringConvertible {
    var multiplier: String
    var weight: String
    var activation: String
    var testDescription: String { "\(multiplier): \(weight) by \(activation)" }
  }

  static let pairings: [Pairing] = MultiplierRegistry.names.flatMap { name in
    (["binary", "ternary", "fixed<8>", "ufixed<3,1>", "fp8-e4m3", "fp16", "fp32"] + Samples.narrow).flatMap { weight in
      ["binary", "ternary", "fixed<8>", "ufixed<8,8>", "fp8-e5m2", "bf16", "fp32"].map {
        Pairing(multiplier: name, weight: weight, activation: $0)
      }
    }
  }

  private static func some(_ format: Format, seed: UInt64) -> [UInt32] {
    var random = SplitMix64(seed: seed)
    return Samples.codes(of: format.number, count: 20, seed: seed).shuffled(using: &random).prefix(20)
      + [format.number.lowestCode, format.number.highestCode, format.number.zeroCode]
  }

  @Test(arguments: pairings)
  func productIsTheProductOfTheValues(_ pairing: Pairing) throws {
    let multiplier = try MultiplierRegistry.multiplier(pairing.multiplier)
    let (w, x) = (try Format(pairing.weight), try Format(pairing.activation))
    guard multiplier.misfit(weight: w, activation: x) == nil else { return }
    let (ws, xs) = (w.number.operandShape, x.number.operandShape)
    let shape = multiplier.productShape(weight: ws, activation: xs)
    let limit = BigInt(1) << (shape.integerWidth - 1)
    for a in Self.some(w, seed: 31) {
      for b in Self.some(x, seed: 32) {
        let (wo, xo) = (w.number.operand(of: a), x.number.operand(of: b))
        let product = multiplier.product(wo, xo)
        let integer = product.integer(unit: shape.lsb - ws.lsb - xs.lsb)
        #expect(-limit <= integer && integer < limit)
        guard multiplier.isExact else { continue }
        let exact = wo.value(in: ws) * xo.value(in: xs)
        #expect(Dyadic(integer, exponent: shape.lsb) == exact)
      }
    }
  }

  @Test(arguments: MultiplierRegistry.names)
  func nameReadsBack(_ name: String) throws {
    #expect(try MultiplierRegistry.multiplier(name).description == name)
  }

  @Test func misfitsAreNamed() throws {
    let (eight, one, two) = (Format(FixedFormat(width: 8)), Format(BinaryFormat()), Format(TernaryFormat()))
    func misfit(_ name: String, _ weight: Format) throws -> String? {
      try NamedMultiplier(name).rule.misfit(weight: weight, activation: eight)
    }
    #expect(try misfit("exact", eight) == nil)
    #expect(try misfit("xor-sign", one) == nil)
    #expect(try misfit("gated", two) == nil)
    for (name, weight) in [("xor-sign", eight), ("xor-sign", two), ("gated", one), ("gated", eight)] {
      #expect(try misfit(name, weight)?.contains("'\(weight)'") == true)
    }
    #expect(try misfit("plam", eight)?.contains("takes posits") == true)
    #expect(try misfit("mitchell", one)?.contains("'binary'") == true)
    #expect(try misfit("shift-add", eight)?.contains("'apot<n,k>'") == true)
  }

  @Test func unknownNamesAreRefused() {
    let error = #expect(throws: FormatError.self) { try NamedMultiplier("booth") }
    #expect(error?.message.contains("exact, xor-sign") == true)
    #expect(throws: FormatError.self) { try NamedMultiplier("exact<2>") }
  }

  /// What a name leaves to the formats is stated in the completed one's, which reads back.
  @Test(arguments: [
    ("mitchell", "fixed<16>", "mitchell<ones>"), ("mitchell", "fixed<8>", "mitchell<exact>"),
    ("mitchell<exact>", "fixed<16>", "mitchell<exact>"), ("mitchell-w<6>+1", "fixed<16>", "mitchell-w<6,ones>+1"),
    ("mitchell-w<6>", "fp16", "mitchell-w<6,exact>"), ("plam", "posit<16,1>", "plam"),
    ("shift-add", "apot<5,2>", "shift-add<2>"),
  ]) func namesAreCompleted(name: String, format: String, expected: String) throws {
    let format = try Format(format)
    let complete = try NamedMultiplier(name).completed(weight: format, activation: format)
    #expect(complete.description == expected)
    let read = try NamedMultiplier(expected)
    #expect(read == complete)
    let operands = [3, 200, 211].map { Operand(negative: true, significand: $0, shift: 0) }
    for (a, b) in zip(operands, operands.reversed()) {
      #expect(complete.rule.product(a, b) == read.rule.product(a, b))
    }
  }

  @Test func naturalMultiplierFitsItsWeights() throws {
    #expect(NamedMultiplier.natural(weight: Format(BinaryFormat())).description == "xor-sign")
    #expect(NamedMultiplier.natural(weight: Format(TernaryFormat())).description == "gated")
    #expect(NamedMultiplier.natural(weight: Format(FixedFormat(width: 4))).description == "exact")
    #expect(
      NamedMultiplier.natural(weight: Format(FloatFormat(exponentWidth: 5, fractionWidth: 10))).description == "exact")
    #expect(NamedMultiplier.natural(weight: try Format("apot<7,3>")).description == "shift-add<3>")
    for example in FormatRegistry.examples {
      let format = try Format(example)
      let natural = NamedMultiplier.natural(weight: format)
      #expect(natural.rule.misfit(weight: format, activation: Format(FixedFormat(width: 8))) == nil)
    }
  }
}
