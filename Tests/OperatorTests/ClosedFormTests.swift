import Arithmetic
import BigInt
import Operators
import Support
import Testing

/// The golden functions against formulas on exact rationals, for random formats and parameters.
@Suite struct ClosedFormTests {
  private static func codes(_ format: any NumberFormat, _ random: inout SplitMix64) -> UInt32 {
    while true {
      var code = UInt32(truncatingIfNeeded: random.next()) & format.codeMask
      // Short operands are the ones that are exact.
      if random.next() % 4 == 0 { code = code >> UInt32(random.next() % UInt64(format.width)) }
      if format.hasValue(code) { return code }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>) func logarithmicPosits(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let exponent = Int(random.next() % 4)
    let width = exponent + 5 + Int(random.next() % UInt64(28 - exponent))
    let format = try Format("posit<\(width),\(exponent)>")
    for (name, oracle) in [
      ("plam", LogarithmicOracle()), ("plam+c", LogarithmicOracle(constant: Dyadic(3, exponent: -6))),
      ("mitchell-w<4>", LogarithmicOracle(kept: 4)),
    ] {
      let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: [format], multiplier: name))
      for _ in 0..<200 {
        let (a, b) = (Self.codes(format.number, &random), Self.codes(format.number, &random))
        let (x, y) = (try #require(format.number.value(of: a)), try #require(format.number.value(of: b)))
        let expected = format.number.encode(oracle.product(x, y))
        let found = made.function.result([a], [b], words: 1)[0]
        if found != UInt64(expected) { Issue.record("seed \(seed): \(made.title): \(a), \(b): \(found), \(expected)") }
      }
    }
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>) func logarithmicIntegers(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let family = random.next() % 2 == 0 ? "fixed" : "ufixed"
    let format = try Format("\(family)<\(4 + random.next() % 29)>")
    let kept = 2 + Int(random.next() % 10)
    for (name, oracle) in [
      ("mitchell<exact>", LogarithmicOracle()), ("mitchell-w<\(kept),exact>", LogarithmicOracle(kept: kept)),
      ("mitchell-w<\(kept),exact>+1", LogarithmicOracle(kept: kept, setsLowest: true)),
    ] {
      let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: [format], multiplier: name))
      for _ in 0..<200 {
        let (a, b) = (Self.codes(format.number, &random), Self.codes(format.number, &random))
        let (x, y) = (try #require(format.number.value(of: a)), try #require(format.number.value(of: b)))
        let product = oracle.product(x, y)
        // Magnitudes are cut to integers.
        let expected = product < .zero ? -(-product).floored(toMultipleOf: 0) : product.floored(toMultipleOf: 0)
        let found = made.value(of: made.function.result([a], [b], words: made.resultWords))
        if found != Dyadic(expected) {
          Issue.record("seed \(seed): \(made.title): \(x) * \(y): \(String(describing: found)), expected \(expected)")
        }
      }
    }
  }

  /// Ones' complement: magnitudes and product differ by one where a sign is negative, and -1 counts as 1.
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func onesComplement(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let format = try Format("fixed<\(4 + random.next() % 29)>")
    let kept = 2 + Int(random.next() % 10)
    for (name, oracle) in [
      ("mitchell<ones>", LogarithmicOracle()), ("mitchell-w<\(kept),ones>", LogarithmicOracle(kept: kept)),
    ] {
      let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: [format], multiplier: name))
      for _ in 0..<200 {
        let codes = [Self.codes(format.number, &random), Self.codes(format.number, &random)]
        let values = try codes.map { BigInt(try #require(format.number.integer(of: $0))) }
        let magnitudes = values.map { $0 < 0 ? max(-$0 - 1, 1) : $0 }
        let product = oracle.product(Dyadic(magnitudes[0]), Dyadic(magnitudes[1])).floored(toMultipleOf: 0)
        let isNegative = (values[0] < 0) != (values[1] < 0)
        let expected = values.contains(0) ? 0 : isNegative ? -product - 1 : product
        let found = made.value(of: made.function.result([codes[0]], [codes[1]], words: made.resultWords))
        if found != Dyadic(expected) { Issue.record("seed \(seed): \(made.title): \(values): expected \(expected)") }
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func logarithmicFloats(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let variant = ["", ",ftz"][Int(random.next() % 2)]
    let format = try Format("float<\(2 + random.next() % 7),\(1 + random.next() % 23)\(variant)>")
    let number = try #require(format.number as? any OperatorFormat)
    let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: [format], multiplier: "mitchell"))
    for _ in 0..<300 {
      let (a, b) = (Self.codes(number, &random), Self.codes(number, &random))
      let (x, y) = (try #require(number.value(of: a)), try #require(number.value(of: b)))
      let isNegative = number.extended(a).isNegative != number.extended(b).isNegative
      let product = LogarithmicOracle().product(x, y)
      let expected = number.code(
        product == .zero ? .zero(negative: isNegative) : .number(product), overflow: .toInfinity)
      let found = made.function.result([a], [b], words: 1)[0]
      if found != UInt64(expected) { Issue.record("seed \(seed): \(made.title): \(a), \(b): \(found), \(expected)") }
    }
  }

  /// Random pairs of codes of two formats, exact products and sums of them.
  @Test(arguments: [
    ("float<4,3,finite>", "fixed<8>"), ("float<5,10>", "ufixed<16>"), ("posit<16,1>", "fixed<7,3>"),
    ("float<8,23>", "fixed<32>"), ("ternary", "float<5,10>"),
  ]) func exactProducts(first: String, second: String) throws {
    let formats = [try Format(first), try Format(second)]
    var random = SplitMix64(seed: 3)
    let product = try OperatorRegistry.make(OperatorRequest("multiply", formats: formats))
    let dot = try OperatorRegistry.make(OperatorRequest("dot", formats: formats, terms: 5))
    for _ in 0..<200 {
      let a = (0..<5).map { _ in Self.codes(formats[0].number, &random) }
      let b = (0..<5).map { _ in Self.codes(formats[1].number, &random) }
      let terms = try zip(a, b).map { x, y in
        try #require(formats[0].number.value(of: x)) * #require(formats[1].number.value(of: y))
      }
      let one = product.function.result([a[0]], [b[0]], words: product.resultWords)
      #expect(product.value(of: one) == terms[0])
      let sum = dot.function.result(a, b, words: dot.resultWords)
      #expect(dot.value(of: sum) == terms.reduce(Dyadic.zero, +))
    }
  }

  /// Dot products that are rounded: the exact sum, encoded.
  @Test(arguments: ["posit<8,0>", "posit<16,1>", "posit<32,2>", "fp16", "bf16", "float<4,3,finite>"])
  func roundedDots(spelling: String) throws {
    let format = try Format(spelling)
    var random = SplitMix64(seed: 4)
    let dot = try OperatorRegistry.make(OperatorRequest("dot", formats: [format], terms: 3))
    for _ in 0..<300 {
      let a = (0..<3).map { _ in Self.codes(format.number, &random) }
      var b = (0..<3).map { _ in Self.codes(format.number, &random) }
      // Sums that nearly cancel.
      if random.next() % 2 == 0, let number = format.number as? any OperatorFormat { b[1] = number.negate(b[0]) }
      let sum = try zip(a, b).reduce(Dyadic.zero) { sum, pair in
        try sum + #require(format.number.value(of: pair.0)) * #require(format.number.value(of: pair.1))
      }
      #expect(dot.function.result(a, b, words: 1)[0] == UInt64(format.number.encode(sum)))
    }
  }
}
