internal import Arithmetic
internal import Support

/// Corners against corners, near-cancelling pairs and random ones; the same seed gives the same rows.
package struct SampledPairs: PairSource {
  private static let blockRows = 1 << 16

  private let made: Operator
  private let count: Int
  private let seed: UInt64
  private let filters: [OperandFilter]
  /// The codes that are tried more often than others, by operand; none for uniform rows.
  private let corners: [[UInt32]]
  private let isUniform: Bool

  /// Corners, pairs that nearly cancel, and random ones; equal seeds give equal pairs.
  package init(_ made: Operator, count: Int, seed: UInt64) { self.init(made, count: count, seed: seed, uniform: false) }

  /// Rows in which every code is as likely.
  package init(_ made: Operator, uniform count: Int, seed: UInt64) {
    self.init(made, count: count, seed: seed, uniform: true)
  }

  private init(_ made: Operator, count: Int, seed: UInt64, uniform: Bool) {
    self.made = made
    self.count = count
    self.seed = seed
    isUniform = uniform
    filters = made.operands.map { OperandFilter(made, $0) }
    corners = zip(made.operands, filters).map { Self.corners($0, $1) }
  }

  package var key: String { (isUniform ? "\(count) uniform samples" : "\(count) samples") + ", seed \(seed)" }
  /// Parts that the pairs are divided into.
  package var blocks: Int { (count + Self.blockRows - 1) / Self.blockRows }

  /// Zeros, units, ends of the range, and their neighbours.
  private static func corners(_ operand: Operator.Operand, _ filter: OperandFilter) -> [UInt32] {
    let mask = operand.format.number.codeMask
    var codes: [UInt32] = []
    for bit in 0..<operand.format.width {
      for near in [-1, 0, 1] {
        let code = UInt32(truncatingIfNeeded: (1 << bit) + near)
        codes += [code & mask, ~code & mask]
      }
    }
    let one = operand.format.number.encode(1.0)
    codes += [one, (one &+ 1) & mask, (one &- 1) & mask]
    return Set(codes).filter(filter.accepts).sorted()
  }

  /// The pairs of one part.
  package func block(_ index: Int) -> PairBlock {
    var random = SplitMix64(seed: seed &+ UInt64(index) &* 0xD134_2543_DE82_EF95)
    var block = PairBlock()
    let rows = index * Self.blockRows..<min(count, (index + 1) * Self.blockRows)
    for row in rows {
      for term in 0..<made.terms {
        if isUniform {
          block.a.append(code(0, &random))
          if made.operands.count > 1 { block.b.append(code(1, &random)) }
          continue
        }
        let isCorner = random.next() % 4 == 0
        let first = isCorner ? corner(0, row + term, &random) : code(0, &random)
        block.a.append(first)
        guard made.operands.count > 1 else { continue }
        block.b.append(second(first, isCorner: isCorner, &random))
      }
    }
    block.count = rows.count
    return block
  }

  private func second(_ first: UInt32, isCorner: Bool, _ random: inout SplitMix64) -> UInt32 {
    let choice = random.next() % 8
    let mask = made.operands[1].format.number.codeMask
    // Near the first operand, near its opposite in two's complement, or with only the sign differing.
    let near = UInt32(truncatingIfNeeded: Int32(truncatingIfNeeded: random.next() % 5) - 2)
    let candidate: UInt32
    switch choice {
    case 0: candidate = (first &+ near) & mask
    case 1: candidate = (0 &- first &+ near) & mask
    case 2: candidate = ((first ^ (mask ^ mask >> 1)) &+ near) & mask
    default: return isCorner ? corner(1, nil, &random) : code(1, &random)
    }
    return filters[1].accepts(candidate) ? candidate : code(1, &random)
  }

  private func corner(_ side: Int, _ index: Int?, _ random: inout SplitMix64) -> UInt32 {
    let all = corners[side]
    guard !all.isEmpty else { return code(side, &random) }
    let place = index ?? Int(truncatingIfNeeded: random.next() >> 1)
    return all[place % all.count]
  }

  private func code(_ side: Int, _ random: inout SplitMix64) -> UInt32 {
    let mask = made.operands[side].format.number.codeMask
    for _ in 0..<64 {
      let code = UInt32(truncatingIfNeeded: random.next()) & mask
      if filters[side].accepts(code) { return code }
    }
    return made.operands[side].format.number.zeroCode
  }
}
