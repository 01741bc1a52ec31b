import Arithmetic
import BigInt
import Support
import Testing

/// Values and rounding of posits, for any width and exponent width.
@Suite struct PositFormatTests {
  static let small = (3...8).flatMap { width in
    (0...3).map { PositFormat(width: width, exponentWidth: $0) }
  }

  /// Every posit format there is.
  static let all = (3...32).flatMap { width in
    (0...3).map { PositFormat(width: width, exponentWidth: $0) }
  }

  @Test func knownValues() {
    let (byte, half) = (PositFormat(width: 8, exponentWidth: 0), PositFormat(width: 16, exponentWidth: 1))
    // Gustafson & Yonemoto, Beating Floating Point at its Own Game, 2017, figure 5.
    #expect(PositFormat(width: 16, exponentWidth: 3).double(of: 0b0_0001_101_1101_1101) == 477.0 / 134_217_728)
    #expect(byte.double(of: 0x7F) == 64)
    #expect(byte.double(of: 0x01) == 1 / 64.0)
    #expect(byte.double(of: 0x60) == 2)
    #expect(byte.double(of: 0xC0) == -1)
    #expect(byte.double(of: 0x80) == nil)
    #expect(half.double(of: 0x7FFF) == 0x1p28)
    #expect(half.double(of: 0x4000) == 1)
    #expect(half.double(of: 0x5000) == 2)
    #expect(PositFormat(width: 32, exponentWidth: 2).double(of: 0x7FFF_FFFF) == 0x1p120)
  }

  /// Every code, every point between two codes, and both sides of it; beyond the ends nothing becomes 0 or NaR.
  @Test(arguments: small)
  func everySmallCode(_ format: PositFormat) throws {
    let wider = PositFormat(width: format.width + 1, exponentWidth: format.exponentWidth)
    for code in 1...format.largestCode {
      let value = try #require(format.value(of: code))
      #expect(format.operand(of: code).value(in: format.operandShape) == value)
      #expect(format.encode(value) == code)
      #expect(format.encode(-value) == (0 &- code) & format.codeMask)
      guard code < format.largestCode else { continue }
      let middle = try #require(wider.value(of: 2 * code + 1))
      let step = value * Dyadic(1, exponent: -40)
      for (number, nearest) in [
        (middle, code + code % 2), (middle - step, code), (middle + step, code + 1),
      ] {
        #expect(format.encode(number) == nearest)
        #expect(format.encoded(number) == nearest)
        #expect(format.encoded(-number) == (0 &- nearest) & format.codeMask)
      }
    }
    for (tiny, huge) in [(-200, 200), (-3000, 3000), (-format.largestScale - 1, format.largestScale + 1)] {
      for encode in [format.encode(_:), format.encoded(_:)] as [(Dyadic) -> UInt32] {
        #expect(encode(Dyadic(1, exponent: tiny)) == 1)
        #expect(encode(Dyadic(-1, exponent: tiny)) == format.codeMask)
        #expect(encode(Dyadic(1, exponent: huge)) == format.largestCode)
        #expect(encode(Dyadic(-1, exponent: huge)) == format.notAReal + 1)
      }
    }
    #expect(format.encode(.zero) == 0 && format.encoded(.zero) == 0)
  }

  /// Random numbers and random ties of every format, by the definition and in machine words.
  @Test func fastRoundingIsTheDefinition() throws {
    var random = SplitMix64(seed: 301)
    var compared = 0
    for format in Self.all {
      let seed = random.next()
      var draw = SplitMix64(seed: seed)
      for trial in 0..<60 {
        let length = draw.next() % 63
        var number = Dyadic(draw.next() >> length, exponent: Int(draw.next() % 600) - 330)
        if format.width < 32, trial % 2 == 0 {
          let wider = PositFormat(width: format.width + 1, exponentWidth: format.exponentWidth)
          number = try #require(wider.value(of: UInt32(truncatingIfNeeded: draw.next()) & format.codeMask))
        }
        #expect(format.encoded(number) == format.encode(number), "\(format) seed \(seed): \(number)")
        compared += 1
      }
      for _ in 0..<40 {
        let code = UInt32(truncatingIfNeeded: draw.next()) & format.codeMask
        guard let value = format.value(of: code) else { continue }
        #expect(format.operand(of: code).value(in: format.operandShape) == value)
        #expect(format.encode(value) == code, "\(format) seed \(seed)")
      }
    }
    #expect(compared == 7200)
  }

  @Test func encodingIsMonotone() {
    var random = SplitMix64(seed: 302)
    for format in Self.all {
      var numbers = (0..<40).map { _ in
        let magnitude = Dyadic(random.next() >> 3, exponent: Int(random.next() % 120) - 120)
        return random.next() & 1 == 0 ? magnitude : -magnitude
      }
      numbers.sort()
      let orders = numbers.map { format.order(of: format.encoded($0)) }
      #expect(orders == orders.sorted(), "\(format)")
    }
  }
}

extension PositFormat {
  /// The fast encoder on a number of up to 64 significant bits.
  fileprivate func encoded(_ number: Dyadic) -> UInt32 {
    encode(
      negative: number < .zero, significand: UInt64(number.significand.magnitude), exponent: number.exponent)
  }
}
