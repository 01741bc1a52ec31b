internal import Arithmetic
package import Support

/// Every pair of operands; blocks hold up to 2^16 of them, which stay in a cache, those that are no operands left out.
package struct AllPairs: PairSource {
  /// No run over more than 2^most pairs is started.
  private static let most = 34

  private let operands: [Operator.Operand]
  private let filters: [OperandFilter]
  private let bits: Int
  private let blockBits: Int

  /// Throws a `Failure` that says how long it would take when there are too many pairs.
  package init(_ made: Operator) throws(Failure) {
    operands = made.operands
    filters = operands.map { OperandFilter(made, $0) }
    bits = operands.reduce(0) { $0 + $1.width }
    blockBits = min(bits, 16)
    guard bits <= Self.most else {
      throw Failure(
        at: "operator '\(made.title)'",
        "all 2^\(bits) pairs would take about \(Self.duration(bits: bits)); up to 2^\(Self.most) are run",
        notes: ["leave out --exhaustive: corners and random operands are tried then, --samples of them"])
    }
  }

  /// The time at 20 million pairs a second.
  private static func duration(bits: Int) -> String {
    var hours = 1 / (20e6 * 3600)
    for _ in 0..<bits { hours *= 2 }
    if hours < 48 { return "\(Int(hours.rounded(.up))) hours" }
    if hours < 24 * 730 { return "\(Int(hours / 24)) days" }
    let years = hours / 8766
    return years < 1e6 ? "\(Int(years)) years" : "10^\(String(Int(years.exponent) * 301 / 1000)) years"
  }

  package var key: String { "all 2^\(bits) pairs" }
  /// Parts that the pairs are divided into.
  package var blocks: Int { 1 << (bits - blockBits) }

  /// The pairs of one part.
  package func block(_ index: Int) -> PairBlock {
    var block = PairBlock()
    let rows = UInt64(index) << UInt64(blockBits)..<UInt64(index + 1) << UInt64(blockBits)
    block.a.reserveCapacity(rows.count * operands[0].terms)
    if operands.count > 1 { block.b.reserveCapacity(rows.count * operands[1].terms) }
    if operands.count == 2, operands[0].terms == 1 {
      addPairs(rows, to: &block)
    } else {
      for row in rows { addRow(row, to: &block) }
    }
    return block
  }

  /// The usual case, without a branch a row where every code is an operand.
  private func addPairs(_ rows: Range<UInt64>, to block: inout PairBlock) {
    let second = UInt64(operands[1].width)
    let mask = UInt64(1) << second - 1
    if filters[0].acceptsAll && filters[1].acceptsAll {
      block.a = Self.codes(rows) { $0 >> second }
      block.b = Self.codes(rows) { $0 & mask }
    } else {
      let (first, other) = (filters[0], filters[1])
      for row in rows where first.accepts(UInt32(row >> second)) && other.accepts(UInt32(row & mask)) {
        block.a.append(UInt32(row >> second))
        block.b.append(UInt32(row & mask))
      }
    }
    block.count = block.a.count
  }

  @inline(__always)
  private static func codes(_ rows: Range<UInt64>, _ code: (UInt64) -> UInt64) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: rows.count) { codes, used in
      for index in 0..<rows.count { codes[index] = UInt32(truncatingIfNeeded: code(rows.lowerBound + UInt64(index))) }
      used = rows.count
    }
  }

  private func addRow(_ row: UInt64, to block: inout PairBlock) {
    var rest = row
    var codes: [[UInt32]] = []
    for (operand, filter) in zip(operands, filters).reversed() {
      var terms: [UInt32] = []
      for _ in 0..<operand.terms {
        let code = UInt32(truncatingIfNeeded: rest) & operand.format.number.codeMask
        guard filter.accepts(code) else { return }
        terms.append(code)
        rest >>= UInt64(operand.format.width)
      }
      codes.insert(terms, at: 0)
    }
    block.a += codes[0]
    if codes.count > 1 { block.b += codes[1] }
    block.count += 1
  }
}
