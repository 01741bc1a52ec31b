import Arithmetic
import Support

extension Samples {
  /// The well-known formats, and random ones of every kind.
  static func operatorFormats(seed: UInt64) -> [any OperatorFormat] {
    var random = SplitMix64(seed: seed)
    let posits = (0..<16).map { _ in
      PositFormat(width: 3 + Int(random.next() % 30), exponentWidth: Int(random.next() % 4))
    }
    let floats = (0..<24).map { index in
      FloatFormat(
        exponentWidth: 2 + Int(random.next() % 7), fractionWidth: Int(random.next() % 24),
        variant: [FloatVariant.ieee, .flush, .finite][index % 3])
    }
    let known = [(8, 0), (16, 1), (16, 2), (32, 0), (32, 2), (32, 3)].map {
      PositFormat(width: $0, exponentWidth: $1)
    }
    let ieee = [(5, 10), (8, 7), (8, 23), (4, 3), (5, 2)].map { FloatFormat(exponentWidth: $0, fractionWidth: $1) }
    let examples = FormatRegistry.examples.compactMap { (try? Format($0))?.number as? any OperatorFormat }
    return known + ieee + posits + floats + examples
  }

  /// Pairs of codes: random ones, near-cancelling ones, near one, and special ones.
  static func pairs(of format: any OperatorFormat, count: Int, seed: UInt64) -> [(UInt32, UInt32)] {
    var random = SplitMix64(seed: seed)
    let one = format.encode(Dyadic.one)
    let corners = [
      0, 1, 2, one, format.highestCode, format.lowestCode, format.negate(one), format.notANumber,
      format.infinity(negative: false), format.infinity(negative: true), format.negate(0), format.codeMask,
      format.highestCode - 1, 1 << UInt32(format.operandShape.significandWidth - 1),
    ]
    func corner() -> UInt32 { corners[Int(random.next() % UInt64(corners.count))] & format.codeMask }
    func any() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) & format.codeMask }
    return (0..<count).map { index in
      switch index % 6 {
      case 0: (corner(), corner())
      case 1: (corner(), any())
      case 2:
        // The opposite of a code nearby.
        { (a: UInt32) in (a, format.negate((a &+ UInt32(random.next() % 5)) & format.codeMask)) }(any())
      case 3:
        // The other's exponent is not far, so that sums meet.
        { (a: UInt32) in (a, (a ^ UInt32(random.next() % 64) << UInt32(random.next() % 26)) & format.codeMask) }(any())
      case 4: (any(), (one &+ UInt32(random.next() % 16) &- 8) & format.codeMask)
      default: (any(), any())
      }
    }
  }
}
