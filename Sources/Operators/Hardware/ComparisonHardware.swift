internal import Arithmetic
internal import RTL
internal import Verilog

/// `{unordered, equal, less}` of two codes.
struct ComparisonHardware {
  let module: String
  let format: Format
  let cuts: Int

  func hardware() throws(FormatError) -> OperatorHardware {
    if let cell = (format.number as? any OperatorFormat)?.comparisonOperator() { return try whole(cell) }
    return try composed()
  }

  /// Formats whose codes are not just ordered have a cell of their own.
  private func whole(_ comparison: OperatorCell) throws(FormatError) -> OperatorHardware {
    let cuts = try CutMask(cuts, boundaries: comparison.boundaries).bits
    let cell = comparison.use.with([("CUTS", .integer(cuts))])
    let inputs = ["aclk", "enable", "a", "b"].map { ($0, Optional(Expression.identifier($0))) }
    let outputs = ["less", "equal", "unordered"].enumerated().map { index, port in
      (port, Optional(Expression("result")[.integer(index)]))
    }
    return hardware(items: [.instance(cell.instance("u_operator", inputs + outputs))], cells: [cell.module])
  }

  /// Other formats order their codes: less, equal, and nothing unordered. The boundaries are behind operands and result.
  private func composed() throws(FormatError) -> OperatorHardware {
    var parts = Composition(try CutMask(cuts, boundaries: 2))
    let codes = ["a", "b"].map { parts.wire("\($0)_code", format.width, .identifier($0)) }
    let operands = parts.cut(codes)
    let less = parts.wire("less", 1)
    parts.use(
      format.number.compareCell(), "u_compare", [("a", operands[1]), ("b", operands[0]), ("greater", less)])
    let equal = parts.wire("equal", 1, operands[0].expression.equals(operands[1].expression))
    let results = parts.cut([equal, less])
    parts.assign("result", .constant(.concatenation([.bit(false)] + results.map(\.expression))))
    return hardware(items: parts.items, cells: parts.cells)
  }

  private func hardware(items: [Item], cells: [String]) -> OperatorHardware {
    OperatorHardware(
      module: .operator(
        module, header: [], operands: [("a", format.width), ("b", format.width)], result: 3, items: items),
      cells: cells, latency: cuts)
  }
}
