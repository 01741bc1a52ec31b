internal import Arithmetic
package import Support

/// Every pair of operands; blocks hold up to 2^20 of them, those that are no operands left out.
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
    blockBits = min(bits, 20)
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
  package var blocks: Int { 1 << (bits - blockBits) }

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

  /// The usual case, without a branch a term.
  private func addPairs(_ rows: Range<UInt64>, to block: inout PairBlock) {
    let second = UInt64(operands[1].width)
    for row in rows {
      let (a, b) = (UInt32(row >> second), UInt32(truncatingIfNeeded: row & (1 << second - 1)))
      if filters[0].accepts(a), filters[1].accepts(b) {
        block.a.append(a)
        block.b.append(b)
      }
    }
    block.count = block.a.count
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
