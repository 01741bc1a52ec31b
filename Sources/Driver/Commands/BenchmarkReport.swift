import Verify

/// The speed figures of the demonstration beside those of another compiler.
package struct BenchmarkReport: Report {
  /// One figure.
  package struct Row: Encodable, Sendable {
    /// What was measured.
    package var figure: String
    /// The unit of the value.
    package var unit: String
    /// The value in that unit.
    package var value: Double
    /// The bound or aim that the project sets itself, in the same unit.
    package var goal: Double
    /// NNgen's figure; null where there is none.
    @Nullable package var nngen: Double?
    /// How many times better than NNgen's.
    @Nullable package var ratio: Double?
    /// Whether the goal is reached.
    package var reached: Bool
  }

  /// The measurements.
  package var rows: [Row]
  /// Where the other program's figures are from.
  package var source: String

  package var exitCode: Int32 { rows.allSatisfy(\.reached) ? 0 : 1 }

  /// NNgen 1.3.4 on int8 LeNet-5, least parallel: CPU seconds on a shared 2-core machine, one Verilator thread.
  private enum NNgen {
    static let compileSeconds = 8.77
    static let buildSeconds = 95.5
    static let framesPerSecond = 2.38
    static let note = """
      NNgen 1.3.4, int8 LeNet-5, least parallel, measured once on a shared machine with 2 cores (CPU seconds, one \
      Verilator thread). Its figures are constants here: read the ratios, not the digits.
      """
  }

  /// The figures that a demo's run gives.
  package init(_ demo: DemoReport) {
    source = NNgen.note
    rows = [
      Self.row("model to output folder", "s", demo.compile.seconds, goal: 0.5, nngen: NNgen.compileSeconds),
      Self.row("golden model", "images/s", demo.evaluate.imagesPerSecond, goal: 5000, nngen: nil),
    ]
    guard let run = demo.verify.first(where: { $0.simulator == .verilator }) else { return }
    rows += [
      Self.row(
        "Verilator simulation", "frames/s", run.framesPerSecond, goal: 10 * NNgen.framesPerSecond,
        nngen: NNgen.framesPerSecond),
      Self.row(
        "building the simulator", "s", run.buildSeconds, goal: NNgen.buildSeconds / 3, nngen: NNgen.buildSeconds),
    ]
  }

  /// Seconds are better when fewer, rates when more.
  private static func row(_ figure: String, _ unit: String, _ value: Double, goal: Double, nngen: Double?) -> Row {
    let fewerIsBetter = unit == "s"
    let ratio = nngen.map { fewerIsBetter ? $0 / max(value, 1e-9) : value / $0 }
    return Row(
      figure: figure, unit: unit, value: value, goal: goal, nngen: nngen, ratio: ratio,
      reached: fewerIsBetter ? value <= goal : value >= goal)
  }

  package var text: String {
    var table = Table([
      ("LeNet-5, 8-bit fixed point", .left), ("measured", .right), ("goal", .right), ("NNgen", .right),
      ("times better", .right),
    ])
    for row in rows {
      table.add([
        row.figure, "\(Figure.short(row.value)) \(row.unit)",
        (row.unit == "s" ? "<= " : ">= ") + Figure.short(row.goal),
        row.nngen.map(Figure.short) ?? "-", row.ratio.map(Figure.short) ?? "-",
      ])
    }
    let missed = rows.filter { !$0.reached }.map(\.figure)
    let verdict = missed.isEmpty ? "every goal is reached" : "goals missed: \(missed.joined(separator: ", "))"
    return "\(table.text)\n\n\(source)\n\n\(verdict)"
  }
}
