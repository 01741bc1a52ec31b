import Arithmetic
import Layers
import QuantizedIR
import Support
import Testing

@testable import Training

/// What a forward pass rounds to is what the formats' own encoders round to.
@Suite struct RoundingTests {
  static let formats = [
    "fixed<8>", "fixed<4,2>", "fixed<16,9>", "ufixed<8>", "ufixed<3,1>", "fixed<2>", "float<5,2>", "float<4,3>", "fp16",
    "bf16", "float<3,1>", "posit<8,0>", "posit<8,2>", "posit<16,1>", "binary", "ternary",
  ]

  private static func values(_ type: TensorType, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    let number = type.format.number
    let codes = (0..<40).map { _ in UInt32(truncatingIfNeeded: random.next()) & number.codeMask }.filter(
      number.hasValue)
    let on = codes.map { Float(type.real($0)) }
    // Between two neighbours, ties among them.
    let between = zip(on.sorted(), on.sorted().dropFirst()).map { ($0 + $1) / 2 }
    let all = (0..<400).map { _ in Float.random(in: -300...300, using: &random) * Float(type.scale) }
    let small = (0..<100).map { _ in Float.random(in: -1...1, using: &random) * Float(type.scale) }
    let wide = (0..<100).map { _ in
      Float.random(in: 1...2, using: &random)
        * Float(sign: .plus, exponent: .random(in: -30...30, using: &random), significand: 1)
    }
    return on + between + all + small + wide + [0, -0.0]
  }

  @Test(arguments: formats, [1, 0.0371, 0x1p-5]) func valuesAreTheEncoders(_ text: String, scale: Double) throws {
    let format = try Format(text)
    for zeroPoint in text.hasPrefix("ufixed<8") ? [0, 3, 128] : [0] {
      let type = TensorType(shape: Shape(channels: 1), format: format, scale: scale, zeroPoint: zeroPoint)
      let rounding = TensorRounding(type)
      let reals = Self.values(type, seed: 21)
      let expected = reals.map { Float(type.real(type.code(Double($0)))) }
      let found = rounding.values(reals)
      let wrong = zip(reals, zip(found, expected)).filter { $0.1.0 != $0.1.1 }
      #expect(wrong.isEmpty, "\(text), scale \(scale), zero point \(zeroPoint), seed 21: \(wrong.prefix(3))")
      #expect(rounding.codes(reals) == reals.map { type.code(Double($0)) })
    }
  }

  /// A step that diverges is told of after it; no rounding stops at it.
  @Test(arguments: formats) func whatIsNoNumberIsRoundedToSome(_ text: String) throws {
    let type = TensorType(shape: Shape(channels: 1), format: try Format(text), scale: 0.5)
    let reals: [Float] = [1, .nan, 2, .infinity, -.infinity, 0]
    #expect(TensorRounding(type).codes(reals).count == reals.count)
    #expect(TensorRounding(type).values(reals).count == reals.count)
    #expect(TensorRounding(type).codes([1, .nan]) == [1, .nan].map { type.code($0) })
  }

  /// Doubles are encoded as exact numbers are.
  @Test(arguments: ["binary", "ternary"]) func signsOfDoublesAreThoseOfExactNumbers(_ text: String) throws {
    let number = try Format(text).number
    for value in [0, -0.0, 0.5, -0.5, 0.5.nextUp, (-0.5).nextDown, 1, -1, 1e300, -1e300, 1e-300, -1e-300] {
      let exact = try #require(Dyadic(value))
      #expect(number.encode(value) == number.encode(exact), "\(value)")
    }
    #expect(number.encode(Double.nan) == number.encode(Dyadic.zero))
    #expect(
      number.encode(Double.infinity) == number.highestCode && number.encode(-Double.infinity) == number.lowestCode)
  }

  @Test(arguments: ["fixed<8>", "fixed<3>", "float<3,1>", "posit<8,1>", "binary", "ternary"])
  func weightsAreTheQuantizers(_ text: String) throws {
    let format = try Format(text)
    let weights = GradientTests.random([6, 5, 3, 2], seed: 22)
    let rounded = RoundedWeights(rounding: weights, to: format)
    let expected = rounded.codes.values.enumerated().map { place, code in
      Float((format.number.double(of: code) ?? 0) * rounded.scales[place / 30])
    }
    #expect(WeightRounding(format).values(weights.values, outputs: 6) == expected)
    #expect(Set(expected).count > 1)
  }
}
