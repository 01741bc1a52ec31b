import Arithmetic
import BigInt
import Datapath
import Verilog

/// Sums and products in pieces, so that no carry runs through all of a wide one.
extension NodeText {
  /// The products with the pieces of the wider one, their sums, with registers between.
  func wideScale(_ cell: CellUse, _ factor: BigInt?) -> [Item] {
    let width = made.width - node.reads[0].width
    let sum = taken(0)
    let multiplier =
      factor.map { pattern($0, width: width) } ?? signExtended(taken(1), from: node.reads[1].width, to: width)
    let (a, b) = node.reads[0].width >= width ? (sum, multiplier) : (multiplier, sum)
    return declared + [
      .instance(cut(cell).instance("u_scale", clock + [("a", a), ("b", b), ("product", target(made))]))
    ]
  }

  /// A sum in pieces, with registers between.
  func wideSum(_ cell: CellUse, _ a: Expression, _ b: Expression, carry: UInt32) -> [Item] {
    let ports = [
      ("a", a), ("b", b), ("carry", .sized(width: 1, radix: .binary, digits: "\(carry)")), ("sum", target(made)),
    ]
    return declared + [.instance(cut(cell).instance("u_add", clock + ports))]
  }

  /// The bits of a term, with zeros above each segment. More than the sum has cannot matter.
  func segments(_ sums: Accumulation) -> [Item] {
    let (term, width) = (node.reads[0].width, min(node.reads[0].width, sums.width))
    let low = term > width ? taken(0)[.integer(width - 1), 0] : taken(0)
    let parts = (0..<sums.segments).map { index -> Expression in
      let range = index * sums.segment..<min((index + 1) * sums.segment, sums.width)
      let bits = Expression("wide")[.integer(range.upperBound - 1), .integer(range.lowerBound)]
      return index + 1 < sums.segments ? .concat(.zeros(sums.carryWidth), bits) : bits
    }
    return [.wire("wide", width: sums.width, signExtended(low, from: width, to: sums.width))]
      + drive(.concatenation(parts.reversed()))
      + (term > width ? [unused([taken(0)[.integer(term - 1), .integer(width)]], name: "unused_high")] : [])
  }

  /// The segments of a sum beside each other, and their carries in the place of the next one's lowest bits.
  func resolve(_ sums: Accumulation) -> [Item] {
    func bits(_ range: Range<Int>) -> Expression {
      taken(0)[.integer(range.upperBound - 1), .integer(range.lowerBound)]
    }
    var (values, carries): ([Expression], [Expression]) = ([], [.zeros(sums.segment)])
    for (index, all) in sums.segmentBits.enumerated() {
      let isLast = index == sums.segments - 1
      let room = all.upperBound - (isLast ? 0 : sums.carryWidth)
      values.append(bits(all.lowerBound..<room))
      guard !isLast else { continue }
      let next = index + 2 < sums.segments ? sums.segment : sums.width - (index + 1) * sums.segment
      let carry = bits(room..<all.upperBound)
      carries.append(next > sums.carryWidth ? .concat(.zeros(next - sums.carryWidth), carry) : carry)
    }
    let (a, b) = (Expression.concatenation(values.reversed()), Expression.concatenation(carries.reversed()))
    if node.cuts != 0, let cell = node.wide { return wideSum(cell, a, b, carry: 0) }
    return drive(a + b)
  }
}
