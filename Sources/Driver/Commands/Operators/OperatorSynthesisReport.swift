import Foundation
package import Synthesis

/// What operators cost, beside the best public hardware.
package struct OperatorSynthesisReport: Report {
  /// One operator.
  package struct Row: Encodable, Sendable {
    /// The operator's name in the table.
    package var title: String
    /// What it costs.
    package var figures: CircuitFigures
    /// What the best public one costs; null where none is known.
    @Nullable package var baseline: Baseline?
    /// Figures that are not below the baseline's: `lut`, `area` at the baseline's or above, `delay` above.
    package var notBelow: [String]
    /// Why they are not.
    @Nullable package var reason: String?

    init(_ title: String, _ figures: CircuitFigures) {
      self.title = title
      self.figures = figures
      baseline = Baseline.of(title)
      notBelow = []
      if let luts = baseline?.luts, figures.fabric.luts >= luts { notBelow.append("lut") }
      // The baselines are whole numbers.
      if let area = baseline?.area, let ours = figures.gates?.area.rounded(), ours >= area { notBelow.append("area") }
      if let delay = baseline?.delay, let ours = figures.gates?.delay.rounded(), ours > delay {
        notBelow.append("delay")
      }
      reason = notBelow.isEmpty ? nil : Baseline.reason(title)
    }
  }

  /// Two circuits that a paper compares.
  package struct Comparison: Encodable, Sendable {
    /// The title of the operator that a paper praises.
    package var subject: String
    /// The title of what it is compared with.
    package var reference: String
    /// What the paper says.
    package var claim: String
    /// The paper.
    package var paper: String
    /// What ours costs of the former.
    package var subjectFigures: CircuitFigures
    /// What ours costs of the latter.
    package var referenceFigures: CircuitFigures
  }

  /// The version of Yosys.
  package var yosys: String
  /// The Liberty library's name; null when no file was given.
  @Nullable package var library: String?
  /// Operands of each energy; 0 when none was measured.
  package var vectors: Int
  /// The operators in the order of the table.
  package var rows: [Row]
  /// The papers' pairs.
  package var comparisons: [Comparison]
  /// Files written.
  package var written: [String]
  /// From the start of the command to its end.
  package var seconds: Double

  package var text: String {
    let hasGates = rows.contains { $0.figures.gates != nil }
    let gateColumns: [(title: String, alignment: Table.Alignment)] =
      hasGates ? [("um2", .right), ("baseline", .right), ("ps", .right), ("baseline", .right), ("fJ", .right)] : []
    var table = Table([("operator", .left), ("LUT/CARRY4", .right), ("baseline", .right)] + gateColumns)
    for row in rows {
      let (gates, baseline) = (row.figures.gates, row.baseline)
      table.add([
        row.title, "\(row.figures.fabric.luts)/\(row.figures.fabric.carries)", SynthesisDocument.luts(of: baseline),
        SynthesisDocument.whole(gates?.area), SynthesisDocument.whole(baseline?.area),
        SynthesisDocument.whole(gates?.delay), SynthesisDocument.whole(baseline?.delay),
        SynthesisDocument.energy(gates?.energy),
      ])
    }
    let above = rows.filter { !$0.notBelow.isEmpty }
    let verdict =
      above.isEmpty
      ? "every row is below its baseline"
      : "not below the baseline: "
        + above.map { "\($0.title) (\($0.notBelow.joined(separator: ", ")))" }
        .joined(separator: "; ")
    let files = written.map { "wrote \($0)" }
    return ([table.text, "", verdict, Figure.seconds(seconds)] + files).joined(separator: "\n")
  }
}
