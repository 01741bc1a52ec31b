import Arithmetic
import BigInt
import Support
import Testing

/// The variants of floats beside IEEE floats of more exponents, and every variant in machine words.
@Suite struct FloatVariantTests {
  static let small = [(2, 0), (2, 1), (3, 0), (3, 2), (4, 3), (5, 2)]

  /// Numbers around every value and every point between two of them, of both signs, and beyond the ends.
  private static func numbers(around format: FloatFormat) -> [Dyadic] {
    let finer = FloatFormat(exponentWidth: format.exponentWidth + 1, fractionWidth: format.fractionWidth + 2)
    return (0...finer.largestFinite).compactMap { finer.value(of: $0) }.flatMap { value in
      let step = value * Dyadic(1, exponent: -12)
      return [value, value - step, value + step].flatMap { [$0, -$0] }
    }
  }

  /// Rounded by a format with two exponent bits more, then cut off at this format's ends.
  @Test(arguments: small)
  func flushingRoundsAsWithMoreExponents(_ exponentWidth: Int, _ fractionWidth: Int) throws {
    let format = FloatFormat(exponentWidth: exponentWidth, fractionWidth: fractionWidth, variant: .flush)
    let wide = FloatFormat(exponentWidth: exponentWidth + 2, fractionWidth: fractionWidth)
    let largest = try #require(format.value(of: format.largestFinite))
    let smallest = try #require(format.value(of: 1 << UInt32(fractionWidth)))
    #expect(smallest == Dyadic(1, exponent: 1 - format.bias))
    for number in Self.numbers(around: format) {
      let rounded = try #require(wide.value(of: wide.encode(number)))
      let magnitude = rounded < .zero ? -rounded : rounded
      let expected = magnitude < smallest ? .zero : min(magnitude, largest)
      let found = format.encode(number)
      #expect(format.value(of: found) == (number < .zero ? -expected : expected))
      #expect(expected != .zero || found == 0)
      #expect(format.encoded(number) == found)
    }
  }

  /// By looking at every value there is; doubles hold the distances exactly.
  @Test(arguments: small)
  func finiteIsTheNearest(_ exponentWidth: Int, _ fractionWidth: Int) throws {
    let format = FloatFormat(exponentWidth: exponentWidth, fractionWidth: fractionWidth, variant: .finite)
    let codes = (0...format.largestFinite).filter { $0 == 0 || $0 >= 1 << UInt32(fractionWidth) }
    let values = codes.compactMap(format.double)
    #expect(codes.count == values.count)
    #expect(format.largestFinite == format.signBit - 1)
    for number in Self.numbers(around: format) {
      let magnitude = abs(number.double)
      let distances = values.map { abs($0 - magnitude) }
      let least = try #require(distances.min())
      let nearest = zip(codes, distances).filter { $0.1 == least }.map(\.0)
      let found = format.encode(number)
      #expect(nearest.contains(found & ~format.signBit), "\(number)")
      #expect(found == 0 || (found & format.signBit != 0) == (number < .zero))
      if nearest.count == 2, fractionWidth > 0 { #expect(found & 1 == 0) }
      if nearest.contains(0) { #expect(found == 0) }
      #expect(format.encoded(number) == found)
    }
  }

  @Test func noSubnormalIsRead() throws {
    for variant in [FloatVariant.flush, .finite] {
      let format = FloatFormat(exponentWidth: 4, fractionWidth: 3, variant: variant)
      for code: UInt32 in [0x00, 0x01, 0x07, 0x80, 0x87] {
        #expect(format.value(of: code) == .zero)
        #expect(format.operand(of: code).significand == 0)
        #expect(format.order(of: code) == 0)
      }
      #expect(format.hasValue(0x7F) == (variant == .finite))
    }
    #expect(FloatFormat(exponentWidth: 4, fractionWidth: 3, variant: .finite).double(of: 0x7F) == 480)
  }

  /// Random numbers of every size of float, by the definition and in machine words.
  @Test func fastRoundingIsTheDefinition() {
    var random = SplitMix64(seed: 311)
    var compared = 0
    for exponentWidth in 2...8 {
      for fractionWidth in 0...23 {
        for variant in [FloatVariant.ieee, .flush, .finite] {
          let format = FloatFormat(exponentWidth: exponentWidth, fractionWidth: fractionWidth, variant: variant)
          let seed = random.next()
          for number in Samples.numbers(around: format, count: 40, seed: seed) {
            #expect(format.encoded(number) == format.encode(number), "\(format) seed \(seed): \(number)")
            compared += 1
          }
        }
      }
    }
    #expect(compared == 7 * 24 * 3 * 40)
  }
}

extension Samples {
  /// Random numbers of up to 64 significant bits in a float's range and a little beyond, half of them ties.
  static func numbers(around format: FloatFormat, count: Int, seed: UInt64) -> [Dyadic] {
    var random = SplitMix64(seed: seed)
    let exponents = UInt64(1) << UInt64(format.exponentWidth)
    return (0..<count).map { index in
      let leading = Int(random.next() % (exponents + UInt64(format.fractionWidth) + 8)) + format.lsb - 4
      let isTie = index % 2 == 0
      // A tie has one bit more than the format, or fewer below the normal numbers.
      let bits = isTie ? 1 + Int(random.next() % UInt64(format.fractionWidth + 2)) : 1 + Int(random.next() % 64)
      let significand = (random.next() >> UInt64(64 - bits)) | (isTie ? 1 : 0)
      let magnitude = Dyadic(significand, exponent: leading - bits + 1)
      return random.next() & 1 == 0 ? magnitude : -magnitude
    }
  }
}

extension FloatFormat {
  /// The fast encoder on a number of up to 64 significant bits.
  fileprivate func encoded(_ number: Dyadic) -> UInt32 {
    encode(
      negative: number < .zero, significand: UInt64(number.significand.magnitude), exponent: number.exponent)
  }
}
