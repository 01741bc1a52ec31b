import Arithmetic
import Support
import Testing

/// Laws that every registered family obeys.
@Suite struct FormatLawTests {
  @Test func everyFamilyHasExamples() throws {
    for family in FormatRegistry.families {
      #expect(family.examples.count > 0 && family.syntax.hasPrefix(family.family))
      for example in family.examples { #expect(type(of: try Format(example).number).family == family.family) }
    }
  }

  @Test(arguments: Samples.spellings)
  func spellingReadsBack(_ spelling: String) throws {
    let format = try Format(spelling)
    #expect(try Format(format.description) == format)
    #expect((1...32).contains(format.width))
  }

  @Test(arguments: [
    "fixed", "fixed<0>", "fixed<33>", "fixed<8,65>", "fixed<8,1,2>", "fixed<8", "fixed<a>", "fixed<>", "ufixed<-1>",
    "float<1,3>", "float<9,3>", "float<5,24>", "float<5>", "float<5,ftz>", "float<5,2,lean>", "float<5,2,ftz,1>",
    "binary<1>", "ternary<2>", "posit<8", "posit<8>",
    "posit<2,0>",
    "posit<33,0>", "posit<8,4>", "", "fp7", "fp16<1>",
    "pow2", "pow2<2>", "pow2<9>", "pow2<4,1>",
    "apot<5>", "apot<4,2>", "apot<6,2>", "apot<5,4>", "apot<5,1>", "apot<11,2>",
    "bposit<8,1>", "bposit<8,1,1>", "bposit<8,1,8>", "bposit<33,1,6>", "bposit<32,5,9>", "bposit<8,6,3>",
  ])
  func senselessSpellingIsRefused(_ spelling: String) {
    #expect(throws: FormatError.self) { try Format(spelling) }
  }

  @Test(arguments: Samples.spellings)
  func encodingAValueGivesItsCode(_ spelling: String) throws {
    let format = try Format(spelling).number
    for code in Samples.codes(of: format, count: 2000, seed: 1) {
      let value = try #require(format.value(of: code))
      let expected = value == .zero ? format.zeroCode : code
      #expect(format.encode(value) == expected, "\(spelling) code \(code)")
    }
  }

  @Test(arguments: Samples.spellings)
  func orderIsTheOrderOfValues(_ spelling: String) throws {
    let format = try Format(spelling).number
    let codes = Samples.codes(of: format, count: 500, seed: 2).sorted { format.order(of: $0) < format.order(of: $1) }
    for (a, b) in zip(codes, codes.dropFirst()) {
      let (low, high) = (try #require(format.value(of: a)), try #require(format.value(of: b)))
      #expect(low <= high)
      #expect((low == high) == (format.order(of: a) == format.order(of: b)))
    }
    #expect(codes.first.map(format.order) == format.order(of: format.lowestCode))
    #expect(codes.last.map(format.order) == format.order(of: format.highestCode))
  }

  @Test(arguments: Samples.spellings)
  func operandIsTheValue(_ spelling: String) throws {
    let format = try Format(spelling).number
    let shape = format.operandShape
    for code in Samples.codes(of: format, count: 500, seed: 3) {
      let operand = format.operand(of: code)
      let value = try #require(format.value(of: code))
      #expect(operand.value(in: shape) == value)
      #expect(operand.shift <= shape.maximumShift)
      if let integer = format.integer(of: code) {
        #expect(Dyadic(integer, exponent: shape.lsb) == value)
        let bound = Int128(1) << Int128(format.integerWidth - 1)
        #expect((-bound..<bound).contains(integer))
      } else {
        #expect(shape.significandWidth + shape.maximumShift > 126)
      }
    }
  }

  /// A value between two neighbours goes to the nearer; a tie goes to the even code, for one-bit significands to the
  /// larger magnitude (IEEE 754-2019, 4.3.1), and of sums of powers of two to the one whose lowest power is higher. Posits
  /// round on the bit string: `PositFormatTests` and `BoundedPositTests`.
  @Test(arguments: Samples.spellings.filter { !$0.contains("posit") })
  func encodingTakesTheNearestAndTheEven(_ spelling: String) throws {
    let format = try Format(spelling).number
    let codes = Samples.codes(of: format, count: 0, seed: 4).sorted { format.order(of: $0) < format.order(of: $1) }
    guard format.width <= 12 else { return }
    for (a, b) in zip(codes, codes.dropFirst()) {
      let (low, high) = (try #require(format.value(of: a)), try #require(format.value(of: b)))
      // Below the smallest normal number everything is flushed: `FloatVariantTests`.
      let isFlushed = spelling.hasSuffix("ftz>") && (low == .zero || high == .zero)
      guard low != high, !isFlushed else { continue }
      let middle = (low + high) * Dyadic(1, exponent: -1)
      let step = (high - low) * Dyadic(1, exponent: -40)
      #expect(format.value(of: format.encode(middle - step)) == low)
      #expect(format.value(of: format.encode(middle + step)) == high)
      let tie = format.encode(middle)
      let candidates = [low, high]
      let found = try #require(format.value(of: tie))
      #expect(candidates.contains(found))
      if format is AdditivePowerFormat {
        let powers = [a, b].map { format.operand(of: $0).significand.trailingZeroBitCount }
        #expect(found == (powers[0] > powers[1] ? low : high) && powers[0] != powers[1], "\(spelling) tie \(middle)")
        continue
      }
      let hasOneBitNormals = format.operandShape.sign == .separate && format.operandShape.significandWidth == 1
      #expect(hasOneBitNormals || tie & 1 == 0 || found == .zero, "\(spelling) tie \(middle)")
    }
  }

  @Test(arguments: Samples.spellings)
  func encodingSaturates(_ spelling: String) throws {
    let format = try Format(spelling).number
    let highest = try #require(format.value(of: format.highestCode))
    let lowest = try #require(format.value(of: format.lowestCode))
    #expect(format.encode(highest + Dyadic(1, exponent: 200)) == format.highestCode)
    #expect(format.encode(lowest - Dyadic(1, exponent: 200)) == format.lowestCode)
    #expect(format.encode(Double.infinity) == format.highestCode)
    #expect(format.encode(-Double.infinity) == format.lowestCode)
    #expect(format.encode(Double.nan) == format.zeroCode)
    #expect(format.encode(-Double(0)) == format.zeroCode)
  }
}
