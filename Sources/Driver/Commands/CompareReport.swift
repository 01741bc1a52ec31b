internal import Support

/// One model under several plans: accuracy, storage, and whether simulated hardware agrees with the golden model.
package struct CompareReport: Report {
  /// One plan. Shares are fractions of 1.
  package struct Row: Codable, Sendable {
    /// The plan's file without folder and ending.
    package var plan: String
    /// The first line of the plan's comment.
    package var title: String
    /// Images that were classified.
    package var images: Int
    /// The float network's share of right answers, 0...1.
    package var top1Float: Double
    /// The golden model's share of right answers, 0...1.
    package var top1Golden: Double
    /// Without the correction of approximate products; nil where there is nothing to correct.
    package var top1Uncorrected: Double?
    /// How often both give the same answer, 0...1.
    package var agreement: Double
    /// How fast the golden model was.
    package var imagesPerSecond: Double
    /// Bits of all weights as stored.
    package var weightBits: Int
    /// Cycles between two frames.
    package var cyclesPerFrame: Int
    /// The simulations of its design.
    package var simulations: [Simulation]
    /// What `evaluate` noted; nil in rows that were kept before it was.
    package var notes: [String]?

    /// A simulator's run.
    package struct Simulation: Codable, Sendable {
      /// The simulator's name.
      package var simulator: String
      /// Frames that were simulated.
      package var frames: Int
      /// Output words that were compared.
      package var wordsCompared: Int
      /// Words that differ.
      package var mismatches: Int
      /// Whether it ended with nothing different.
      package var passed: Bool
    }
  }

  /// The model's file.
  package var model: String
  /// One a plan, in their order.
  package var rows: [Row]

  /// The rows of a comparison.
  package init(model: String, rows: [Row]) {
    self.model = model
    self.rows = rows
  }

  package var exitCode: Int32 { rows.allSatisfy { $0.simulations.allSatisfy(\.passed) } ? 0 : 1 }

  private static let titles = [
    "plan", "top-1 golden", "against float32", "uncorrected", "agreement", "weight bits", "cycles/frame",
    "golden images/s",
    "words compared", "mismatches",
  ]

  private func cells(_ row: Row) -> [String] {
    let words = row.simulations.map { "\($0.simulator) \($0.frames): \(Figure.count($0.wordsCompared))" }
    return [
      row.plan, Figure.percent(row.top1Golden), Figure.points(row.top1Golden - row.top1Float),
      row.top1Uncorrected.map { Figure.points($0 - row.top1Float) } ?? "-", Figure.percent(row.agreement),
      Figure.count(row.weightBits), Figure.count(row.cyclesPerFrame),
      Figure.short(row.imagesPerSecond), words.joined(separator: ", "),
      Figure.count(row.simulations.reduce(0) { $0 + $1.mismatches }),
    ]
  }

  package var text: String {
    var table = Table(Self.titles.enumerated().map { ($1, $0 == 0 ? .left : .right) })
    for row in rows { table.add(cells(row)) }
    let notes = rows.flatMap { row in (row.notes ?? []).map { "note: \(row.plan): \($0)".shownMessage } }
    return ([table.text] + notes).joined(separator: "\n")
  }

  /// The table as Markdown, with what each plan is.
  package var markdown: String {
    let head =
      "| \(Self.titles.joined(separator: " | ")) |\n|---|" + String(repeating: "---:|", count: Self.titles.count - 1)
    let lines = rows.map { "| \(cells($0).joined(separator: " | ")) |" }
    let plans = rows.map { "- `\($0.plan)`: \($0.title)" }
    let images = rows.map(\.images).max() ?? 0
    // Every plan rounds the inputs in its own way, which the float network then reads.
    let floats = rows.map(\.top1Float)
    let (least, most) = (Figure.percent(floats.min() ?? 0), Figure.percent(floats.max() ?? 0))
    let float = least == most ? most : "\(least) to \(most), as a plan rounds its inputs"
    let intro =
      "## \(model)\n\n\(Figure.count(images)) images; the float32 network's top-1 is \(float). `uncorrected` "
      + "is `against float32` without the correction of approximate products in the affines. Simulations name the "
      + "simulator, the frames and the words compared."
    return ([intro, "", head] + lines + [""] + plans).joined(separator: "\n") + "\n"
  }
}
