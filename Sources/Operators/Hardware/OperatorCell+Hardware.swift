internal import Arithmetic
internal import RTL
internal import Verilog

extension OperatorCell {
  /// The cell, `cuts` times cut, as an operator of two operands.
  func hardware(module: String, width: Int, cuts: Int) throws(FormatError) -> OperatorHardware {
    let mask = try CutMask(cuts, boundaries: boundaries)
    let use = use.with([("CUTS", .integer(mask.bits))])
    let ports = ["aclk", "enable", "a", "b", "result"].map { ($0, Optional(Expression.identifier($0))) }
    return OperatorHardware(
      module: .operator(
        module, header: [], operands: [("a", width), ("b", width)], result: width,
        items: [.instance(use.instance("u_operator", ports))]),
      cells: [use.module], latency: cuts)
  }
}
