internal import Arithmetic
internal import Datapath

/// A sum or difference from decoders, aligned integers and, where it is rounded, an encoder.
struct SumDatapath {
  let module: String
  let format: Format
  let subtracts: Bool
  let cuts: Int

  private var shape: OperandShape { format.number.operandShape }

  /// The exact integer. The boundaries are behind the aligned operands and behind the sum.
  func integer() throws(FormatError) -> OperatorDatapath {
    var (graph, sum) = sum(then: "result")
    graph.leave(sum)
    return try OperatorDatapath(module, graph, cuts: cuts)
  }

  /// The integer rounded by the format's encoder.
  func rounded(to format: any OperatorFormat) throws(FormatError) -> OperatorDatapath {
    var (graph, sum) = sum(then: "round")
    graph.leave(sum, lsb: shape.lsb, roundedTo: format, special: [])
    return try OperatorDatapath(module, graph, cuts: cuts)
  }

  private func sum(then remark: String) -> (DatapathGraph, Signal) {
    let operands = ["a", "b"].map { Signal($0, width: format.width) }
    var graph = DatapathGraph(.operands, inputs: operands, remark: "decode to integers")
    let terms = operands.map { operand in
      let parts = graph.decode(operand, DecodedOperand(format: format), operand.name)
      return graph.add(
        .align(shape), reads: parts, Signal("\(operand.name)_value", width: shape.integerWidth, .single, .integer))
    }
    graph.cut(subtracts ? "subtract" : "add")
    let sum = graph.add(
      .add([Term(), Term(isNegative: subtracts)], constant: nil), reads: terms,
      Signal("sum", width: shape.integerWidth + 1, .single, .integer))
    graph.cut(remark)
    return (graph, sum)
  }
}
