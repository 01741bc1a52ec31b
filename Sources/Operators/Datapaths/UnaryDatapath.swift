internal import Arithmetic
internal import Datapath

/// A cell with one operand; the one boundary is behind it.
struct UnaryDatapath {
  let module: String
  let width: Int
  let cell: CellUse
  let cuts: Int

  func datapath() throws(FormatError) -> OperatorDatapath {
    let operand = Signal("a", width: width)
    var graph = DatapathGraph(.operands, inputs: [operand], remark: "the function")
    let value = graph.add(.whole(cell), reads: [operand], Signal("value", width: width))
    graph.cut("result")
    graph.leave(value)
    return try OperatorDatapath(module, graph, cuts: cuts)
  }
}
