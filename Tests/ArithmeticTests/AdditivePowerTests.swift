import Arithmetic
import Support
import Testing

/// Sums of powers of two beside equation 5 of Li, Dong & Wang, ICLR 2020.
@Suite struct AdditivePowerTests {
  static let all = [(5, 2), (7, 2), (7, 3), (9, 2), (9, 4), (10, 3)]

  /// The sums of one element each of {0, 2^-i, 2^-(i + k), ..., 2^-(i + (2^b - 2) k)}, i < k.
  private static func levels(terms k: Int, bits b: Int) -> [Dyadic] {
    var sums: [Dyadic] = [.zero]
    for i in 0..<k {
      let term = [Dyadic.zero] + (0...(1 << b) - 2).map { Dyadic(1, exponent: -(i + $0 * k)) }
      sums = sums.flatMap { sum in term.map { sum + $0 } }
    }
    return sums.sorted()
  }

  @Test(arguments: all) func haveTheLevelsOfThePaper(width: Int, terms: Int) throws {
    let format = try Format("apot<\(width),\(terms)>").number
    let expected = Self.levels(terms: terms, bits: (width - 1) / terms)
    let found = try (0..<UInt32(1) << UInt32(width - 1)).map { try #require(format.value(of: $0)) }
    #expect(found.sorted() == expected)
    #expect(Set(found).count == found.count)
    for code in 0..<UInt32(1) << UInt32(width - 1) {
      #expect(format.value(of: code | 1 << UInt32(width - 1)) == (code == 0 ? nil : -found[Int(code)]))
      let significand = format.operand(of: code).significand
      for term in 0..<terms {
        let places = stride(from: term, to: format.operandShape.significandWidth, by: terms)
        #expect(places.count { significand >> UInt32($0) & 1 == 1 } <= 1)
      }
    }
  }

  @Test func levelsOfFiveBits() throws {
    let format = try Format("apot<5,2>").number
    let levels = try (0..<16 as Range<UInt32>).map { 32 * (try #require(format.double(of: $0))) }
    #expect(levels.sorted() == [0, 1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 33, 36, 48])
  }

  @Test func familiesThatThereAre() {
    let found = (3...20).flatMap { width in (0...12).map { (width, $0) } }
      .filter { (try? Format("apot<\($0.0),\($0.1)>")) != nil }
    #expect(found.map(\.0) == Self.all.map(\.0) && found.map(\.1) == Self.all.map(\.1))
  }
}
