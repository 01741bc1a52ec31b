internal import Arithmetic
internal import Verilog

/// A cell with one operand; the one boundary is behind it.
struct UnaryHardware {
  let module: String
  let width: Int
  let cell: CellUse
  let cuts: Int

  func hardware() throws(FormatError) -> OperatorHardware {
    var parts = Composition(try CutMask(cuts, boundaries: 1))
    let value = parts.wire("value", width)
    parts.use(cell, "u_operator", [("a", .constant("a")), ("result", value)])
    let result = parts.cut([value])[0]
    parts.assign("result", result)
    return OperatorHardware(
      module: .operator(module, header: [], operands: [("a", width)], result: width, items: parts.items),
      cells: parts.cells, latency: cuts)
  }
}
