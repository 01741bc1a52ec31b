import Arithmetic
import Support
import Testing

/// The fast encoder equals the textbook one, bit for bit.
@Suite struct BatchEncoderTests {
  private static func batch(_ format: any NumberFormat, _ integers: [Int128], exponent: Int) -> [UInt32] {
    var codes = [UInt32](repeating: .max, count: integers.count)
    integers.withUnsafeBufferPointer { source in
      codes.withUnsafeMutableBufferPointer { format.encode(source, exponent: exponent, into: $0) }
    }
    return codes
  }

  /// Extremes, and random integers of every length with their neighbourhoods of ties.
  private static func integers(seed: UInt64, count: Int) -> [Int128] {
    var random = SplitMix64(seed: seed)
    var result: [Int128] = [0, 1, -1, 2, -2, 3, -3, .max, .min, .max - 1, .min + 1]
    for _ in 0..<count {
      let wide = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(random.next())
      let length = Int128(random.next() % 127)
      result.append(wide >> length)
      let power = Int128(1) << length
      result += [power, -power, power &+ 1, power &- 1]
      result.append(power | power >> Int128(random.next() % 127))
    }
    return result
  }

  /// Doubles of every size, and those at and beside the ties between codes.
  @Test(arguments: Samples.spellings)
  func doublesEqualTextbook(_ spelling: String) throws {
    let format = try Format(spelling).number
    var random = SplitMix64(seed: 3)
    var values: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.5, -0.5,
    ]
    for _ in 0..<300 {
      let bits = Double(bitPattern: random.next())
      if bits.isFinite { values.append(bits) }
      let unit = Double(sign: .plus, exponent: format.operandShape.lsb, significand: 1)
      let tie = (Double(Int.random(in: -70_000...70_000, using: &random)) / 2) * unit
      values += [tie, tie.nextUp, tie.nextDown, tie * 65_536]
    }
    for value in values {
      let expected = format.encode(try #require(Dyadic(value)))
      #expect(format.encode(value) == expected, "\(spelling): \(value)")
    }
    values += [.nan, -.nan, .infinity, -.infinity]
    var codes = [UInt32](repeating: .max, count: values.count)
    values.withUnsafeBufferPointer { source in
      codes.withUnsafeMutableBufferPointer { format.encode(source, into: $0) }
    }
    for (value, code) in zip(values, codes) {
      #expect(format.encode(value) == code, "\(spelling): \(value) in a batch")
    }
    #expect(format.encode(Double.nan) == format.zeroCode)
    #expect(
      format.encode(Double.infinity) == format.highestCode && format.encode(-Double.infinity) == format.lowestCode)
  }

  @Test(arguments: Samples.spellings)
  func batchEqualsTextbook(_ spelling: String) throws {
    let format = try Format(spelling).number
    let seed = UInt64(spelling.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    var random = SplitMix64(seed: seed)
    let exponents =
      [-400, -300, -200, -129, -128, -127, -126, -65, -64, -63, -1, 0, 1, 63, 64, 65, 127, 128, 300]
      + (0..<30).map { _ in Int(random.next() % 200) - 140 }
      + (-3...3).map { format.operandShape.lsb + $0 }
    for exponent in exponents {
      let integers = Self.integers(seed: random.next(), count: 8)
      let codes = Self.batch(format, integers, exponent: exponent)
      for (integer, code) in zip(integers, codes) {
        let expected = format.encode(Dyadic(integer, exponent: exponent))
        #expect(code == expected, "\(spelling) seed \(seed): \(integer) * 2^\(exponent)")
      }
    }
  }
}
