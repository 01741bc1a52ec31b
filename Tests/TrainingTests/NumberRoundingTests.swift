import Arithmetic
import Support
import Testing

@testable import Training

/// Rounding doubles, and sums that doubles are off, against the encoder that searches among exact values.
@Suite struct NumberRoundingTests {
  static let formats = [
    "posit<3,0>", "posit<5,1>", "posit<8,0>", "posit<8,1>", "posit<8,2>", "posit<10,0>", "posit<16,1>", "posit<16,2>",
    "posit<32,2>", "bposit<8,1,3>", "float<2,1>", "float<4,3>", "float<3,2,ftz>", "float<3,2,finite>", "fp16", "bf16",
    "fp32", "float<5,0>",
  ]

  private static func rounding(_ text: String) throws -> NumberRounding {
    NumberRounding(try #require(try Format(text).number as? any OperatorFormat))
  }

  private static func definition(_ exact: Dyadic, _ format: any OperatorFormat) -> Double {
    format.value(of: format.encode(exact))?.double ?? .nan
  }

  /// Values, what lies half way between neighbours and beside that, and what is far away.
  private static func numbers(_ format: any OperatorFormat, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    let codes: [UInt32] =
      format.width <= 8
      ? Array(0...format.codeMask) : (0..<150).map { _ in UInt32(truncatingIfNeeded: random.next()) & format.codeMask }
    let pairs = codes.filter { format.hasValue($0) && format.hasValue($0 &+ 1 & format.codeMask) }
    let near = pairs.flatMap { code -> [Double] in
      let (a, b) = (format.double(code), format.double(code &+ 1 & format.codeMask))
      let middle = (a + b) / 2
      return [a, middle, middle.nextUp, middle.nextDown, a.nextUp, a.nextDown, a / 2, 0.7 * a, 1.3 * a]
    }
    let powers = (-160...140).flatMap { exponent -> [Double] in
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      return [power, -power, 1.5 * power, power.nextUp, power.nextDown]
    }
    return near + powers + [0, -0.0, 1e-300, -1e300]
  }

  @Test(arguments: formats) func valuesAreTheEncoders(_ text: String) throws {
    let rounding = try Self.rounding(text)
    for number in Self.numbers(rounding.format, seed: 71) {
      let found = rounding.value(number)
      #expect(found == Self.definition(Dyadic(number) ?? .zero, rounding.format), "\(text): \(number)")
      #expect(found != 0 || found.sign == .plus)
    }
    #expect(rounding.value(.nan).isNaN)
    #expect(rounding.value(.infinity) == rounding.format.double(rounding.format.highestCode))
  }

  /// What is off the point where rounding changes its mind by far less than a double's last bit, or not at all.
  @Test(arguments: formats) func sumsNearTiesAreExact(_ text: String) throws {
    let rounding = try Self.rounding(text)
    let format = rounding.format
    let numbers = Self.numbers(format, seed: 72).filter { 1e-40...1e40 ~= $0.magnitude || $0 == 0 }
    for number in stride(from: 0, to: numbers.count, by: 3).map({ numbers[$0] }) {
      for rest in [0, 1, -1].map({ $0 * (number == 0 ? 0x1p-90 : number.magnitude * 0x1p-70) }) {
        let exact = (Dyadic(number) ?? .zero) + (Dyadic(rest) ?? .zero)
        let found = rounding.value(near: number, within: number.magnitude * 0x1p-50 + rest.magnitude) {
          ExactQuotient(sum: [number, rest])
        }
        #expect(found == Self.definition(exact, format), "\(text): \(number) + \(rest)")
      }
    }
  }

  /// The largest and the smallest operands, and those whose products cancel but for their last bits.
  @Test(arguments: formats) func operationsAreRoundedOnce(_ text: String) throws {
    let rounding = try Self.rounding(text)
    let format = rounding.format
    var random = SplitMix64(seed: 73)
    func draw() -> Double {
      var code = UInt32(truncatingIfNeeded: random.next()) & format.codeMask
      while !format.hasValue(code) { code = UInt32(truncatingIfNeeded: random.next()) & format.codeMask }
      return format.double(code)
    }
    for _ in 0..<200 {
      let (a, b, c, d) = (draw(), draw(), draw(), draw())
      let exact = [a, b, c, d].map { Dyadic($0) ?? .zero }
      #expect(rounding.product(a, b) == Self.definition(exact[0] * exact[1], format))
      #expect(rounding.sum(a, b, c, d) == Self.definition(exact[0] * exact[1] + exact[2] * exact[3], format))
      #expect(rounding.sum(a, b, -a, b, c, d) == Self.definition(exact[2] * exact[3], format))
      #expect(rounding.sum(a, 1, 1, b) == Self.definition(exact[0] + exact[1], format))
      // A quotient times the divisor is the dividend: the definition's neighbours lie on both sides.
      if b != 0 {
        let product = rounding.product(a, b)
        let quotient = rounding.quotient(product, b)
        let slow = ExactQuotient(sum: [product]).divided(by: b).rounded(to: format)
        #expect(quotient == slow, "\(text): \(product) / \(b)")
      }
    }
  }
}
