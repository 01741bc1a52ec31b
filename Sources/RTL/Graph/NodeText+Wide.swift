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
    let parts = zip(sums.sumBits, sums.segmentBits).map { place, held -> Expression in
      let bits = Expression("wide")[.integer(place.upperBound - 1), .integer(place.lowerBound)]
      return held.count > place.count ? .concat(.zeros(held.count - place.count), bits) : bits
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
    let (places, held) = (sums.sumBits, sums.segmentBits)
    let values = zip(places, held).map { bits($1.lowerBound..<$1.lowerBound + $0.count) }
    let carries = places.dropFirst().enumerated().map { index, place -> Expression in
      let carry = bits(held[index].upperBound - sums.carryWidth..<held[index].upperBound)
      return place.count > sums.carryWidth ? .concat(.zeros(place.count - sums.carryWidth), carry) : carry
    }
    let (a, b) = (
      Expression.concatenation(values.reversed()),
      Expression.concatenation(carries.reversed() + [.zeros(places[0].count)])
    )
    if node.cuts != 0, let cell = node.wide { return wideSum(cell, a, b, carry: 0) }
    return drive(a + b)
  }
}
