internal import Arithmetic
internal import BigInt
internal import Datapath

/// `{unordered, equal, less}` of two codes.
struct ComparisonDatapath {
  let module: String
  let format: Format
  let cuts: Int

  func datapath() throws(FormatError) -> OperatorDatapath {
    // Formats whose codes are not just ordered have a cell of their own.
    if let cell = (format.number as? any OperatorFormat)?.comparisonOperator() {
      return try OperatorDatapath(
        module, cell, width: format.width, outputs: ["less", "equal", "unordered"], outputWidth: 1, cuts: cuts)
    }
    return try OperatorDatapath(module, composed, cuts: cuts)
  }

  /// Other formats order their codes: less, equal, and nothing unordered. The boundaries are behind operands and result.
  private var composed: DatapathGraph {
    let operands = ["a", "b"].map { Signal($0, width: format.width) }
    var graph = DatapathGraph(.operands, inputs: operands, remark: "operands")
    func flag(_ name: String) -> Signal { Signal(name, width: 1, .single, .flags) }
    graph.cut("compare")
    let less = graph.add(.greater(format.number.compareCell()), reads: operands.reversed(), flag("less"))
    let equal = graph.add(.equal, reads: operands, flag("equal"))
    graph.cut("result")
    let unordered = graph.add(.constant(0), reads: [], flag("unordered"))
    graph.leave(graph.add(.join, reads: [unordered, equal, less], Signal("word", width: 3)))
    return graph
  }
}
