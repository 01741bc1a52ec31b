internal import Arithmetic
internal import Datapath

/// Products of some pairs of codes, an adder tree and, where the sum is rounded, an encoder.
struct DotDatapath {
  let module: String
  let formats: [Format]
  let multiplier: any Multiplier
  let terms: Int
  let cuts: Int

  /// The boundaries are behind the decoders, the products and the sum.
  func datapath(rounding target: (any OperatorFormat)?) throws(FormatError) -> OperatorDatapath {
    let operands = zip(["a", "b"], formats).map { Signal($0, width: $1.width, .lanes(terms)) }
    var graph = DatapathGraph(.operands, inputs: operands, remark: "decode")
    let special = target == nil ? [] : graph.special(operands, formats[0].number)
    let path = ProductPath(plain: formats, multiplier)
    let products = graph.products(operands, path)
    graph.cut("add")
    let full = path.width + terms.ceilingLog2
    let tree = CellUse(
      .adderTree,
      [
        ("COUNT", .integer(terms)), ("WIDTH", .integer(path.width)), ("LEVELS", .integer(terms.ceilingLog2)),
      ])
    let sum = graph.add(.tree(tree), reads: [products], Signal("sum", width: full, .single, .integer))
    graph.cut(target == nil ? "result" : "round")
    if let target {
      graph.leave(sum, lsb: path.shape.lsb, roundedTo: target, special: special)
    } else {
      graph.leave(sum)
    }
    return try OperatorDatapath(module, graph, cuts: cuts)
  }
}
