import Foundation
import Search
import Support
import Verify

extension SearchReport {
  private static let mostRows = 10

  /// The trials that a table shows: the front, or the first ten choices by the one objective.
  var shown: [Trial] {
    guard objectives.count == 1, let objective = objectives.first else { return front.compactMap(trial) }
    let sorted = distinct.sorted { a, b in
      let (a, b) = (a.values?.first ?? 0, b.values?.first ?? 0)
      return objective.isMaximized ? a > b : a < b
    }
    return Array(sorted.prefix(Self.mostRows))
  }

  /// The first trial of each choice that was not refused.
  var distinct: [Trial] {
    var seen: Set<[String: String]> = []
    return trials.filter { $0.values != nil && seen.insert($0.labels).inserted }
  }

  func trial(_ number: Int) -> Trial? { trials.first { $0.number == number } }

  /// The objectives, and what else was measured.
  private var columns: [String] {
    let names = objectives.map(\.rawValue)
    let others = trials.reduce(into: Set<String>()) { $0.formUnion($1.figures.keys) }.subtracting(names)
    return names + others.sorted()
  }

  var table: Table {
    let names = columns
    var table = Table([("trial", .right), ("choice", .left)] + names.map { ($0, .right) })
    for trial in shown {
      table.add(["\(trial.number)", trial.choice] + names.map { trial.figures[$0].map(Self.figure) ?? "" })
    }
    return table
  }

  /// The same as Markdown.
  var markdown: String {
    let names = columns
    func row(_ cells: [String]) -> String {
      "| " + cells.map { $0.shown().replacing("|", with: "\\|").replacing("<", with: "\\<") }.joined(separator: " | ")
        + " |"
    }
    let rows = shown.map { trial in
      row(["\(trial.number)", trial.choice] + names.map { trial.figures[$0].map(Self.figure) ?? "" })
    }
    return ([row(["trial", "choice"] + names), "|" + String(repeating: "---|", count: names.count + 2)] + rows)
      .joined(separator: "\n")
  }

  static func figure(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 && abs(value) > 1
      ? Figure.count(Int(value)) : String(format: abs(value) < 10 ? "%.4f" : "%.2f", value)
  }

  /// Every trial, one a line.
  var csv: String {
    let names = columns
    func row(_ cells: [String]) -> String {
      cells.map { cell in
        cell.contains { ",\"\n\r".contains($0) } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: ",")
    }
    let rows = trials.map { trial in
      row(
        ["\(trial.number)", trial.choice, front.contains(trial.number) ? "1" : "0"]
          + names.map { trial.figures[$0].map { "\($0)" } ?? "" } + [trial.refused ?? ""])
    }
    return ([row(["trial", "choice", "front"] + names + ["refused"])] + rows).joined(separator: "\n") + "\n"
  }

  /// What stands in the folder.
  var readme: String {
    """
    # A search of number systems

    Written by `mantissa search`: \(trials.count) trials for \(objectives.map(\.rawValue).joined(separator: ", ")), chosen
    by the golden model on validation images. \(objectives.count == 1 ? "The best:" : "No trial is better in all of these than:")

    \(markdown)

    `search.csv` and `search.json` have every trial, `front.svg` draws them, `space.yml` is what was searched. The same
    command with more `--trials` goes on.
    \(best.map(readme) ?? "")
    """
  }

  private func readme(_ best: Best) -> String {
    """

    Trial \(best.number) compiles by

        mantissa compile \(best.model) --plan \(best.plan) -o hardware

    | | |
    |---|---|
    | validation accuracy after training in full | \(best.retrainedAccuracy.map(Figure.percent) ?? "not trained again") |
    | test accuracy, golden model | \(best.testAccuracy.map(Figure.percent) ?? "not measured") |
    | words of simulated Verilog compared, and differing | \(best.verify.map { "\($0.wordsCompared), \($0.mismatches)" } ?? "not simulated") |

    """
  }
}
