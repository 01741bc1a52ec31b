import Foundation
import Synthesis

/// The report of a synthesis as Markdown.
struct SynthesisDocument {
  let report: OperatorSynthesisReport

  static func whole(_ value: Double?) -> String { value.map { String(format: "%.0f", $0) } ?? "" }

  static func energy(_ value: EnergyFigures?) -> String {
    value.map { String(format: "%.0f / %.0f", $0.uniform, $0.network) } ?? ""
  }

  static func luts(of baseline: Baseline?) -> String {
    guard let baseline, let luts = baseline.luts else { return "" }
    return "\(luts)" + (baseline.carries.map { " / \($0)" } ?? "")
  }

  private static func ratio(_ ours: Double?, _ theirs: Double?) -> String {
    guard let ours, let theirs, theirs > 0 else { return "" }
    return String(format: "%.2f", ours / theirs)
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// The table of operators.
  var operators: String {
    let head = ["operator", "baseline by", "LUT / CARRY4", "baseline", "ratio"]
    let gates = report.library == nil ? [] : ["um2", "baseline", "ratio", "ps", "baseline", "ratio"]
    let energy = report.vectors == 0 || gates.isEmpty ? [] : ["fJ uniform / network", "baseline, 45 nm"]
    let columns = head + gates + energy
    var text = "# Operators in an open flow\n\n" + about + "\n"
    text += Self.row(columns) + "|" + columns.indices.map { $0 < 2 ? "---|" : "---:|" }.joined() + "\n"
    for row in report.rows {
      let (baseline, fabric) = (row.baseline, row.figures.fabric)
      var cells = [
        row.title, baseline?.source ?? "", "\(fabric.luts) / \(fabric.carries)", Self.luts(of: baseline),
        Self.ratio(Double(fabric.luts), baseline?.luts.map { Double($0) }),
      ]
      if !gates.isEmpty {
        let ours = row.figures.gates
        cells += [Self.whole(ours?.area), Self.whole(baseline?.area), Self.ratio(ours?.area, baseline?.area)]
        cells += [Self.whole(ours?.delay), Self.whole(baseline?.delay), Self.ratio(ours?.delay, baseline?.delay)]
      }
      if !energy.isEmpty { cells += [Self.energy(row.figures.gates?.energy), Self.energy(baseline?.energy)] }
      text += Self.row(cells)
    }
    return text + rest + method
  }

  /// What is measured, and how.
  private var about: String {
    var text = """
      Made by `make operators` with Yosys \(report.yosys). Combinational operators, one module each, ports without registers.

      - xc7: `synth_xilinx -family xc7 -nodsp -flatten`; LUT is the sum of LUT1 to LUT6. MUXF7 and MUXF8, which stand beside
        LUTs, are not counted, here and in the baselines. Cells with the parameter `CHAINS` have it at 1, for carry chains.

      """
    if let library = report.library {
      text += """
        - Gates: `synth -flatten; dfflibmap; abc -liberty ... -constr ... -D \(SynthesisFlow.aim)` on \(library), a buffer
          driving each input, \(SynthesisFlow.outputLoad) fF at each output; area by `stat -liberty`, delay by the last `stime` of ABC.
          `CHAINS` is 0 there.

        """
    }
    return text + """
      - Baselines are the best public hardware that was found, through the same flow. `flushing` takes and gives no
        subnormals; FloPoCo's formats have none either and keep exceptions in bits of their own. `exact` is Yosys' `*`
        without DSP on both sides: a vendor's multiplier or a DSP is kinder to exact products.

      """
  }

  /// Rows that are not below their baselines.
  private var rest: String {
    let above = report.rows.filter { !$0.notBelow.isEmpty }
    guard !above.isEmpty else { return "\nEvery row is below its baseline, in all that is known of it.\n" }
    return "\nNot below the baseline:\n\n"
      + above.map { "- \($0.title) (\($0.notBelow.joined(separator: ", "))): \($0.reason ?? Self.others($0)).\n" }
      .joined()
  }

  /// How the row's other figures stand to the baseline's.
  private static func others(_ row: OperatorSynthesisReport.Row) -> String {
    let (gates, baseline) = (row.figures.gates, row.baseline)
    let ratios = [
      ("LUT", ratio(Double(row.figures.fabric.luts), baseline?.luts.map { Double($0) })),
      ("um2", ratio(gates?.area, baseline?.area)), ("ps", ratio(gates?.delay, baseline?.delay)),
    ].filter { !$0.1.isEmpty }
    let carries = baseline?.carries.map { "; CARRY4 \(row.figures.fabric.carries) against \($0)" } ?? ""
    return "no reason is known; " + ratios.map { "\($0) \($1)" }.joined(separator: ", ")
      + " of the baseline\(carries)"
  }

  private var method: String {
    guard report.vectors > 0, report.library != nil else { return "" }
    return "\n" + """
      Energy: the netlist that ABC mapped is simulated, gate by gate, with the delays that the Liberty file gives for each
      input and the load (mean of rise and fall, transition 0.05 ns, inertial), so that glitches count. A change of a net costs
      half the load of the pins on it times the square of the voltage, and the mean inner energy that the file has for the
      gate that drives it. Wires, leakage and the load at the outputs are left out. Mean of \(report.vectors) operations after a first one;
      the settled results are compared with the model's. Uniform: every code that has a value is as likely. Network: weights
      N(0, 0.1), activations ReLU(N(0, 0.5)); adders add a weight's product with an activation to a sum N(0, 0.5). Fixed
      formats are scaled so that weights reach 1 and activations 2, unsigned ones take magnitudes.

      The baselines' energies are of another, 45 nm library and another simulator: compare ratios between rows, not figures
      between columns.

      """
  }

  /// The papers' ratios.
  var comparisons: String {
    var text = """
      # The papers' ratios, measured

      Made by `make operators` with Yosys \(report.yosys)\(report.library.map { " and \($0)" } ?? ""), by the flow that
      `generated/operators.md` describes. A MAC is `c + a * b` without registers, of operators of this project: exact sums are
      as wide as 256 terms need, Mitch-w6 keeps 16.16 bits as its paper does, floats round product and sum. A figure is the
      first circuit's against the second's; the papers used other libraries, tools and multipliers.

      | circuit | against | LUT | area | delay | energy, uniform | energy, network | the paper | source |
      |---|---|---:|---:|---:|---:|---:|---|---|

      """
    for item in report.comparisons {
      let (a, b) = (item.subjectFigures, item.referenceFigures)
      text += Self.row([
        item.subject, item.reference, Self.change(Double(a.fabric.luts), Double(b.fabric.luts)),
        Self.change(a.gates?.area, b.gates?.area), Self.change(a.gates?.delay, b.gates?.delay),
        Self.change(a.gates?.energy?.uniform, b.gates?.energy?.uniform),
        Self.change(a.gates?.energy?.network, b.gates?.energy?.network), item.claim, item.paper,
      ])
    }
    return text + figures
  }

  private static func change(_ a: Double?, _ b: Double?) -> String {
    guard let a, let b, b > 0 else { return "" }
    return String(format: "%+.1f %%", 100 * (a / b - 1))
  }

  /// The figures that the ratios are made of.
  private var figures: String {
    var text = "\n| circuit | LUT / CARRY4 | um2 | ps | fJ uniform / network |\n|---|---:|---:|---:|---:|\n"
    var seen: Set<String> = []
    for item in report.comparisons {
      for (title, figures) in [(item.subject, item.subjectFigures), (item.reference, item.referenceFigures)]
      where seen.insert(title).inserted {
        text += Self.row([
          title, "\(figures.fabric.luts) / \(figures.fabric.carries)", Self.whole(figures.gates?.area),
          Self.whole(figures.gates?.delay), Self.energy(figures.gates?.energy),
        ])
      }
    }
    return text
  }
}
