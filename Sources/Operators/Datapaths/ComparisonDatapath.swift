internal import Arithmetic
internal import Datapath

/// `{unordered, equal, less}` of two codes.
struct ComparisonDatapath {
  let module: String
  let format: Format
  let cuts: Int

  func datapath() throws(FormatError) -> OperatorDatapath {
    if let cell = (format.number as? any OperatorFormat)?.comparisonOperator() { return try whole(cell) }
    return try composed()
  }

  /// Formats whose codes are not just ordered have a cell of their own.
  private func whole(_ comparison: OperatorCell) throws(FormatError) -> OperatorDatapath {
    try comparison.datapath(
      module, width: format.width, result: 3, cuts: cuts,
      ["less", "equal", "unordered"].enumerated().map { ($1, .resultBit($0)) })
  }

  /// Other formats order their codes: less, equal, and nothing unordered. The boundaries are behind operands and result.
  private func composed() throws(FormatError) -> OperatorDatapath {
    let width = format.width
    var parts = OperatorDatapath(
      module, operands: [("a", width), ("b", width)], result: 3, try CutMask(cuts, boundaries: 2))
    let codes = ["a", "b"].map {
      OperatorDatapath.Value.signal(parts.define("\($0)_code", width, .operand($0, width: width)))
    }
    let operands = parts.cut(codes)
    let less = OperatorDatapath.Signal(name: "less", width: 1)
    parts.use(
      format.number.compareCell(), "u_compare", [("a", operands[1]), ("b", operands[0])], driving: [("greater", less)])
    let equal = parts.define("equal", 1, .equal(operands[0], operands[1]))
    let results = parts.cut([.signal(equal), .signal(less)])
    parts.result(.concatenation([.flag(false)] + results))
    return parts
  }
}

extension OperatorCell {
  /// The cell, `cuts` times cut, as an operator of two operands.
  func datapath(
    _ name: String, width: Int, result: Int, cuts: Int,
    _ outputs: [(String, OperatorDatapath.Target)] = [("result", .result)]
  ) throws(FormatError) -> OperatorDatapath {
    let mask = try CutMask(cuts, boundaries: boundaries)
    var parts = OperatorDatapath(name, operands: [("a", width), ("b", width)], result: result, mask)
    parts.drive(
      use.with([("CUTS", .integer(mask.bits))]), "u_operator",
      ["a", "b"].map { ($0, .operand($0, width: width)) }, outputs)
    return parts
  }
}
