import Foundation
internal import Operators
package import Support
package import Synthesis

/// Whether an operator's netlist was proved equal to the definition.
package struct OperatorProofReport: Report {
  /// The operator in words.
  package var `operator`: String
  /// What the netlist is made of.
  package var target: SynthesisTarget
  /// Cells of the target.
  package var cells: Int
  /// The version of Yosys.
  package var yosys: String
  /// Operands, all of them, that the proof is about.
  package var pairs: Int
  /// Whether the netlist gives the definition's result on each.
  package var proved: Bool
  /// Operands on which it does not, in words; null where there are none.
  @Nullable package var counterexample: String?
  /// Seconds of synthesis and proof.
  package var seconds: Double

  package var exitCode: Int32 { proved ? 0 : Failure.Kind.mismatch.rawValue }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["operator", self.operator])
    table.add(["netlist", "\(Figure.count(cells)) cells of \(target.rawValue), by yosys \(yosys)"])
    table.add(["pairs of operands", Figure.count(pairs)])
    table.add(["time", Figure.seconds(seconds)])
    let verdict =
      proved
      ? "the netlist is proved equal to the definition" : "THE NETLIST IS WRONG: " + (counterexample ?? "")
    return [table.text, "", verdict].joined(separator: "\n")
  }
}

/// Synthesises an operator and proves its netlist equal to the definition by SAT.
package func proveOperator(
  _ selection: OperatorSelection, _ target: SynthesisTarget, progress: Progress = .silent
) async throws(Failure) -> OperatorProofReport {
  let made = try selection.make()
  progress.show("proving \(made.title) for \(target.rawValue)")
  let start = DispatchTime.now().uptimeNanoseconds
  let proof = try await OperatorProof(made, target)
  progress.clear()
  return OperatorProofReport(
    operator: made.title, target: target, cells: proof.cells, yosys: proof.yosys, pairs: proof.rows,
    proved: proof.counterexample == nil, counterexample: proof.counterexample.map { made.text(of: $0) },
    seconds: Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
}

extension Operator {
  /// A counterexample in words.
  fileprivate func text(of wrong: OperatorProof.Counterexample) -> String {
    let ports = zip(operands, wrong.operands).map { "\($0.port) = 0x" + String($1, radix: 16) }
    return ports.joined(separator: ", ") + ": the netlist gives \(hex(wrong.found)), expected \(hex(wrong.expected))"
  }
}
