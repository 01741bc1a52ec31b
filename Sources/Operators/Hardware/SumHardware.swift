internal import Arithmetic
internal import Verilog

/// A sum or difference from decoders, aligned integers and, where it is rounded, an encoder.
struct SumHardware {
  let module: String
  let format: Format
  let subtracts: Bool
  let cuts: Int

  private var shape: OperandShape { format.number.operandShape }
  private var width: Int { shape.integerWidth + 1 }

  /// The exact integer.
  func integer() throws(FormatError) -> OperatorHardware {
    let mask = try mask()
    var parts = Composition(mask)
    let sum = parts.cut([self.sum(&parts)])[0]
    parts.assign("result", sum)
    return hardware(parts, result: width)
  }

  /// The integer rounded by the format's encoder.
  func rounded(to format: any OperatorFormat) throws(FormatError) -> OperatorHardware {
    let mask = try mask()
    var parts = Composition(mask)
    let sum = parts.cut([self.sum(&parts)])[0]
    parts.round(sum, width: width, lsb: shape.lsb, to: format, special: nil)
    return hardware(parts, result: format.width)
  }

  /// The boundaries are behind the aligned operands and behind the sum.
  private func mask() throws(FormatError) -> CutMask { try CutMask(cuts, boundaries: 2) }

  private func sum(_ parts: inout Composition) -> Composition.Signal {
    let terms = parts.cut(["a", "b"].map { align($0, &parts) })
    let (a, b) = (extended(terms[0]), extended(terms[1]))
    return parts.wire("sum", width, subtracts ? a - b : a + b)
  }

  private func align(_ port: String, _ parts: inout Composition) -> Composition.Signal {
    let decoded = parts.decode(format, .identifier(port), port)
    let value = parts.wire("\(port)_value", shape.integerWidth)
    parts.use(shape.alignCell(), "u_align_\(port)", decoded.ports() + [("value", value)])
    return value
  }

  private func extended(_ value: Composition.Signal) -> Expression {
    .concat(value.expression[.integer(width - 2)], value.expression)
  }

  private func hardware(_ parts: Composition, result: Int) -> OperatorHardware {
    OperatorHardware(
      module: .operator(
        module, header: [], operands: [("a", format.width), ("b", format.width)], result: result, items: parts.items),
      cells: parts.cells, latency: cuts)
  }
}
