internal import Arithmetic
internal import Datapath

/// A sum or difference from decoders, aligned integers and, where it is rounded, an encoder.
struct SumDatapath {
  let module: String
  let format: Format
  let subtracts: Bool
  let cuts: Int

  private var shape: OperandShape { format.number.operandShape }
  private var width: Int { shape.integerWidth + 1 }

  /// The exact integer.
  func integer() throws(FormatError) -> OperatorDatapath {
    var parts = try empty(result: width)
    let sum = parts.cut([.signal(self.sum(&parts))])[0]
    parts.result(sum)
    return parts
  }

  /// The integer rounded by the format's encoder.
  func rounded(to format: any OperatorFormat) throws(FormatError) -> OperatorDatapath {
    var parts = try empty(result: format.width)
    let sum = parts.cut([.signal(self.sum(&parts))])[0]
    parts.round(sum, width: width, lsb: shape.lsb, to: format, special: nil)
    return parts
  }

  /// The boundaries are behind the aligned operands and behind the sum.
  private func empty(result: Int) throws(FormatError) -> OperatorDatapath {
    OperatorDatapath(
      module, operands: [("a", format.width), ("b", format.width)], result: result, try CutMask(cuts, boundaries: 2))
  }

  private func sum(_ parts: inout OperatorDatapath) -> OperatorDatapath.Signal {
    let terms = ["a", "b"].map { align($0, &parts) }
    let behind = parts.cut(terms.map { .signal($0) }).compactMap {
      if case .signal(let term) = $0 { term } else { nil }
    }
    return parts.define("sum", width, .sum(behind[0], behind[1], subtracts: subtracts))
  }

  private func align(_ port: String, _ parts: inout OperatorDatapath) -> OperatorDatapath.Signal {
    let decoded = parts.decode(format, .operand(port, width: format.width), port)
    let value = OperatorDatapath.Signal(name: "\(port)_value", width: shape.integerWidth)
    parts.use(shape.alignCell(), "u_align_\(port)", decoded.ports(), driving: [("value", value)])
    return value
  }
}
