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

  @Test func misfitsAreNamed() {
    let (eight, one, two) = (Format(FixedFormat(width: 8)), Format(BinaryFormat()), Format(TernaryFormat()))
    #expect(MultiplierRegistry.misfit("exact", weight: eight, activation: eight) == nil)
    #expect(MultiplierRegistry.misfit("xor-sign", weight: one, activation: eight) == nil)
    #expect(MultiplierRegistry.misfit("gated", weight: two, activation: eight) == nil)
    for (name, weight) in [("xor-sign", eight), ("xor-sign", two), ("gated", one), ("gated", eight)] {
      let message = MultiplierRegistry.misfit(name, weight: weight, activation: eight)
      #expect(message?.contains("'\(weight)'") == true)
    }
    #expect(MultiplierRegistry.misfit("booth", weight: eight, activation: eight)?.contains("exact, xor-sign") == true)
    #expect(MultiplierRegistry.misfit("plam", weight: eight, activation: eight)?.contains("takes posits") == true)
    #expect(MultiplierRegistry.misfit("mitchell", weight: one, activation: eight)?.contains("'binary'") == true)
    #expect(MultiplierRegistry.misfit("shift-add", weight: eight, activation: eight)?.contains("'apot<n,k>'") == true)
    #expect(throws: FormatError.self) { try MultiplierRegistry.multiplier("exact<2>") }
  }

  @Test func naturalMultiplierFitsItsWeights() throws {
    #expect(MultiplierRegistry.natural(weight: Format(BinaryFormat())) == "xor-sign")
    #expect(MultiplierRegistry.natural(weight: Format(TernaryFormat())) == "gated")
    #expect(MultiplierRegistry.natural(weight: Format(FixedFormat(width: 4))) == "exact")
    #expect(MultiplierRegistry.natural(weight: Format(FloatFormat(exponentWidth: 5, fractionWidth: 10))) == "exact")
    for example in FormatRegistry.examples {
      let format = try Format(example)
      let natural = MultiplierRegistry.natural(weight: format)
      #expect(MultiplierRegistry.misfit(natural, weight: format, activation: Format(FixedFormat(width: 8))) == nil)
    }
  }
}
