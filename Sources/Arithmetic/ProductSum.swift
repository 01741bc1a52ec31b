package import BigInt
internal import Support

/// A sum of products, two's complement in units of 2^`lsb`, to which bits of a product below that add nothing.
protocol ProductSum {
  /// Adds `floor((-1)^negative * significand * 2^places)`.
  mutating func add(_ significand: UInt64, negative: Bool, places: Int)
}

extension ProductSum {
  /// Adds `count` products of operands, in units of 2^`unit` times those of the operands.
  @inline(__always) mutating func add<M: Multiplier>(
    _ multiplier: M, _ weights: UnsafePointer<Operand>, _ activations: UnsafePointer<Operand>, count: Int, unit: Int
  ) {
    for index in 0..<count where activations[index].significand != 0 {
      let product = multiplier.product(weights[index], activations[index])
      // A zero may have any shift; the sum has room for those of products alone.
      if product.significand == 0 { continue }
      add(product.significand, negative: product.negative, places: product.shift - unit)
    }
  }

  /// `floor((-1)^negative * significand * 2^-places)` as a magnitude with that sign, for positive places.
  @inline(__always) static func floored(_ significand: UInt64, negative: Bool, places: Int) -> UInt64 {
    let kept = places < 64 ? significand >> UInt64(places) : 0
    let isExact = places < 64 ? kept << UInt64(places) == significand : significand == 0
    return negative && !isExact ? kept + 1 : kept
  }
}

/// A sum that fits 127 bits.
package struct NarrowSum: ProductSum {
  /// The sum so far.
  package private(set) var value: Int128 = 0
  /// The empty sum, 0.
  package init() {}

  @inline(__always) mutating func add(_ significand: UInt64, negative: Bool, places: Int) {
    let magnitude =
      places >= 0
      ? Int128(significand) << Int128(truncatingIfNeeded: places)
      : Int128(Self.floored(significand, negative: negative, places: -places))
    value &+= negative ? -magnitude : magnitude
  }
}

/// A sum of any width: digits of 32 bits whose carries wait, so that each product touches three of them.
package struct WideSum: ProductSum {
  /// Digit i weighs 2^(32 i); each holds up to 2^31 uncarried terms.
  private var digits: [Int64]

  /// A sum of products below 2^`width`.
  package init(width: Int) { digits = [Int64](repeating: 0, count: width / 32 + 4) }

  @inline(__always) mutating func add(_ significand: UInt64, negative: Bool, places: Int) {
    let magnitude = places >= 0 ? significand : Self.floored(significand, negative: negative, places: -places)
    let shift = max(places, 0)
    let spread = UInt128(magnitude) << UInt128(truncatingIfNeeded: shift & 31)
    let sign: Int64 = negative ? -1 : 1
    let first = shift >> 5
    digits[first] &+= sign &* Int64(UInt32(truncatingIfNeeded: spread))
    digits[first + 1] &+= sign &* Int64(UInt32(truncatingIfNeeded: spread >> 32))
    digits[first + 2] &+= sign &* Int64(UInt32(truncatingIfNeeded: spread >> 64))
  }

  /// Sets the sum to zero, keeping its memory.
  package mutating func clear() { for index in digits.indices { digits[index] = 0 } }

  /// The sum so far, its carries made up.
  package var value: BigInt {
    var words: [UInt] = []
    var carry: Int64 = 0
    for pair in stride(from: 0, to: digits.count + 1, by: 2) {
      var word: UInt = 0
      for half in 0..<2 {
        let digit = (pair + half < digits.count ? digits[pair + half] : 0) &+ carry
        word |= UInt(UInt32(truncatingIfNeeded: digit)) << UInt(32 * half)
        carry = digit >> 32
      }
      words.append(word)
    }
    guard carry < 0 else { return BigInt(BigUInt(words: words)) }
    return BigInt(BigUInt(words: words)) - (BigInt(1) << (64 * words.count))
  }
}
