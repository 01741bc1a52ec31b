internal import Arithmetic
internal import Datapath

/// A cell with one operand; the one boundary is behind it.
struct UnaryDatapath {
  let module: String
  let width: Int
  let cell: CellUse
  let cuts: Int

  func datapath() throws(FormatError) -> OperatorDatapath {
    var parts = OperatorDatapath(
      module, operands: [("a", width)], result: width, try CutMask(cuts, boundaries: 1))
    let value = OperatorDatapath.Signal(name: "value", width: width)
    parts.use(cell, "u_operator", [("a", .operand("a", width: width))], driving: [("result", value)])
    let result = parts.cut([.signal(value)])[0]
    parts.result(result)
    return parts
  }
}
