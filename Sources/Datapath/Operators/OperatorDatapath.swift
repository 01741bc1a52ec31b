package import Arithmetic
import BigInt

/// A stand-alone operator: its name in every back end, and the graph between its operands and its result.
package struct OperatorDatapath: Sendable {
  package let name: String
  package let graph: DatapathGraph

  /// A graph between operands, cut as often as asked; throws where it has fewer boundaries.
  package init(_ name: String, _ graph: DatapathGraph, cuts: Int) throws(FormatError) {
    let mask = try CutMask(cuts, boundaries: graph.freeBoundaries)
    self.name = name
    self.graph = graph.placed { mask[$0] }
  }

  /// A cell that is the operator, cut inside. `outputs` are its ports, the first in the result's lowest bits.
  package init(
    _ name: String, _ cell: OperatorCell, width: Int, outputs: [String], outputWidth: Int, cuts: Int
  ) throws(FormatError) {
    let mask = try CutMask(cuts, boundaries: cell.boundaries)
    let operands = ["a", "b"].map { Signal($0, width: width) }
    var graph = DatapathGraph(.operands, inputs: operands, remark: "")
    let made = outputs.map { Signal($0, width: outputWidth) }
    graph.add(.whole(cell.use.with([("CUTS", .integer(mask.bits))])), reads: operands, makes: made)
    graph.leave(
      made.count == 1
        ? made[0] : graph.add(.join, reads: made.reversed(), Signal("word", width: made.count * outputWidth)))
    self.name = name
    self.graph = graph
  }

  /// Registers between operands and result.
  package var latency: Int { graph.latency }
  package var cells: [CellUse] { graph.cells }
}

extension DatapathGraph {
  /// Whether one of some codes is the one without a value that is passed on; nothing in formats without.
  package mutating func special(_ codes: [Signal], _ format: any NumberFormat) -> [Signal] {
    guard let value = Self.propagated(format) else { return [] }
    return [add(.matches(value), reads: codes, Signal("special", width: 1, .single, .flags))]
  }

  private static func propagated(_ format: any NumberFormat) -> UInt32? {
    (format as? any OperatorFormat)?.propagatedCode
  }

  /// Rounds an integer in units of `2^lsb` to a format, which leaves; what is special is passed on.
  package mutating func leave(_ value: Signal, lsb: Int, roundedTo format: any NumberFormat, special: [Signal]) {
    let encoder = format.encoderCell(
      inputWidth: value.width, exponent: lsb, lowest: format.lowestCode, highest: format.highestCode)
    let code = add(.encode(encoder, Format(format)), reads: [value], Signal("code", width: format.width))
    guard let flag = special.first, let value = Self.propagated(format) else { return leave(code) }
    let passed = add(.constant(BigInt(value)), reads: [], Signal("passed", width: format.width))
    leave(add(.select, reads: [flag, passed, code], Signal("chosen", width: format.width)))
  }
}
