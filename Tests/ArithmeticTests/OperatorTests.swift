import Arithmetic
import BigInt
import Support
import Testing

/// The machine's operations on codes beside their definitions, and the laws of both.
@Suite struct OperatorTests {
  /// Formats of few bits, for all pairs.
  static let small: [any OperatorFormat] = posits + floats + examples

  private static let posits: [any OperatorFormat] =
    (3...5).flatMap { width in (0...3).map { PositFormat(width: width, exponentWidth: $0) } }
    + [PositFormat(width: 6, exponentWidth: 0), PositFormat(width: 6, exponentWidth: 1)]
  private static let floats: [any OperatorFormat] =
    [(2, 0), (2, 1), (3, 0), (2, 2), (3, 1), (4, 1)].flatMap { e, m in
      [FloatVariant.ieee, .flush, .finite].map { FloatFormat(exponentWidth: e, fractionWidth: m, variant: $0) }
    }
  private static let examples = FormatRegistry.examples.compactMap { (try? Format($0))?.number as? any OperatorFormat }
    .filter { $0.width <= 6 }

  @Test func everyPairOfSmallFormats() {
    for format in Self.small {
      for overflow in [Overflow.toInfinity, .saturate] where overflow == .toInfinity || format is FloatFormat {
        for a in 0...format.codeMask {
          for b in 0...format.codeMask { Self.check(format, a, b, overflow) }
        }
      }
    }
  }

  @Test func pairsOfEveryFormat() {
    for (index, format) in Samples.operatorFormats(seed: 401).enumerated() {
      let seed = UInt64(402 + index)
      for (a, b) in Samples.pairs(of: format, count: 60, seed: seed) {
        Self.check(format, a, b, index % 2 == 0 ? .toInfinity : .saturate, "seed \(seed)")
      }
    }
  }

  /// Records what differs; an expectation each would take most of the time.
  private static func check(
    _ format: any OperatorFormat, _ a: UInt32, _ b: UInt32, _ overflow: Overflow, _ note: String = ""
  ) {
    let definition = OperatorDefinition(format, overflow: overflow)
    func same<T: Equatable>(_ what: String, _ found: T, _ expected: T) {
      if found == expected { return }
      Issue.record("\(format) \(what) \(a) \(b) \(overflow) \(note): found \(found), expected \(expected)")
    }
    let product = definition.multiply(a, b)
    same("multiply", format.multiply(a, b, overflow: overflow), product)
    same("multiply, swapped", format.multiply(b, a, overflow: overflow), product)
    let sum = definition.add(a, b)
    same("add", format.add(a, b, overflow: overflow), sum)
    same("add, swapped", format.add(b, a, overflow: overflow), sum)
    same("subtract", format.subtract(a, b, overflow: overflow), definition.subtract(a, b))
    same("compare", format.compare(a, b), definition.compare(a, b))
    same("negate", format.negate(a), definition.negate(a))
    same("no number", format.isNotANumber(a), format.extended(a) == .notANumber)
  }

  /// Sums of up to 20 products, many of which cancel.
  @Test func fusedDotIsRoundedOnce() {
    var random = SplitMix64(seed: 411)
    for format in Self.small + Samples.operatorFormats(seed: 412) {
      let seed = random.next()
      var draw = SplitMix64(seed: seed)
      for _ in 0..<8 {
        var pairs = Samples.pairs(of: format, count: Int(draw.next() % 11), seed: draw.next())
        // The opposite of some products, and few infinities, so that sums stay finite.
        if draw.next() & 1 == 0 { pairs += pairs.dropLast().map { (format.negate($0), $1) } }
        if draw.next() & 3 != 0 { pairs.removeAll { !format.hasValue($0) || !format.hasValue($1) } }
        pairs.shuffle(using: &draw)
        let (a, b) = (pairs.map(\.0), pairs.map(\.1))
        for overflow in [Overflow.toInfinity, .saturate] {
          let expected = OperatorDefinition(format, overflow: overflow).fusedDot(a, b)
          #expect(format.fusedDot(a, b, overflow: overflow) == expected, "\(format) seed \(seed): \(a) \(b)")
        }
      }
    }
  }

  /// The quire of the widest posits holds the largest products and the smallest beside them.
  @Test func fusedDotHoldsTheExtremes() {
    for format in [PositFormat(width: 32, exponentWidth: 3), PositFormat(width: 16, exponentWidth: 1)] {
      let (one, most, least) = (format.encode(Dyadic.one), format.largestCode, UInt32(1))
      let many = [UInt32](repeating: most, count: 1000)
      let opposite = [UInt32](repeating: format.negate(most), count: 1000)
      #expect(format.fusedDot(many + opposite + [least], many + many + [one]) == least)
      #expect(format.fusedDot(many + opposite + [least], many + many + [least]) == least)
      #expect(format.fusedDot(many, opposite) == format.negate(most))
    }
  }

  @Test func roundedDotRoundsEveryStep() {
    for format in Samples.operatorFormats(seed: 421) {
      let pairs = Samples.pairs(of: format, count: 12, seed: 422).filter { format.hasValue($0) && format.hasValue($1) }
      let (a, b) = (pairs.map(\.0), pairs.map(\.1))
      let definition = OperatorDefinition(format, overflow: .saturate)
      let expected = pairs.reduce(format.zeroCode) { definition.add($0, definition.multiply($1.0, $1.1)) }
      #expect(format.roundedDot(from: format.zeroCode, a, b, overflow: .saturate) == expected, "\(format)")
    }
  }

  @Test func batchesAreTheSingleOperations() {
    for format in Samples.operatorFormats(seed: 431) {
      let pairs = Samples.pairs(of: format, count: 40, seed: 432)
      let (a, bs) = (pairs[0].0, pairs.map(\.1))
      var (products, sums) = (bs, bs)
      bs.withUnsafeBufferPointer { source in
        products.withUnsafeMutableBufferPointer { format.multiply(a, source, into: $0, overflow: .toInfinity) }
        sums.withUnsafeMutableBufferPointer { format.add(a, source, into: $0, overflow: .toInfinity) }
      }
      #expect(products == bs.map { format.multiply(a, $0) })
      #expect(sums == bs.map { format.add(a, $0) })
    }
  }

  @Test func oneAndZeroAndOpposites() {
    for format in Samples.operatorFormats(seed: 441) {
      let one = format.encode(Dyadic.one)
      for (a, _) in Samples.pairs(of: format, count: 40, seed: 442) {
        // What no operation produces is made canonical by any.
        let same = format.negate(format.negate(a))
        #expect(format.multiply(a, one) == same)
        #expect(format.add(a, format.zeroCode) == (format.value(of: a) == .zero ? format.zeroCode : same))
        #expect(format.add(a, format.negate(a)) == (format.hasValue(a) ? format.zeroCode : format.notANumber))
      }
    }
  }
}
