import Arithmetic
import Support
import Testing

/// Powers of two beside the floats whose codes they share, and beside papers' levels.
@Suite struct PowerOfTwoTests {
  @Test func levels() throws {
    let format = try Format("pow2<4>").number
    let levels = try (0..<8 as Range<UInt32>).map { try #require(format.double(of: $0)) }
    #expect(levels == [0, 0x1p-6, 0x1p-5, 0x1p-4, 0x1p-3, 0x1p-2, 0x1p-1, 1])
    #expect(format.double(of: 0b1111) == -1 && format.double(of: 0b1000) == nil)
    let encoded = [0.0, 0x1p-7, 0x1.01p-7, 1.5, 0.75, 0.7499, 100, -0.3, -0x1p-8].map { format.encode($0) }
    #expect(encoded == [0, 0, 1, 7, 7, 6, 7, 13, 0])
  }

  /// A float of one significand bit less one exponent, scaled.
  @Test(arguments: 3...8) func areFloatsWithoutFraction(width: Int) throws {
    let format = try Format("pow2<\(width)>").number
    let float = try Format("float<\(width - 1),0,finite>").number
    let scale = Dyadic(1, exponent: float.operandShape.lsb - format.operandShape.lsb)
    for code in 0...format.codeMask where format.hasValue(code) {
      let value = try #require(format.value(of: code))
      #expect(float.value(of: code) == value * scale)
      for factor in [3, 5, 7, 8, 9, 11, 13] {
        let number = value * Dyadic(factor, exponent: -3)
        #expect(format.encode(number) == float.encode(number * scale), "\(code) * \(factor)/8")
      }
    }
  }
}
