package import Search
internal import Support
package import Verify

/// What a search found.
package struct SearchReport: Report {
  /// A finished trial.
  package struct Trial: Encodable, Sendable {
    /// Its number in the study.
    package var number: Int
    /// What was chosen, in a few words.
    package var choice: String
    /// The label of each choice.
    package var labels: [String: String]
    /// One an objective; null where the choice was refused.
    @Nullable package var values: [Double]?
    /// By name, also those that are no objective.
    package var figures: [String: Double]
    /// Why the choice cannot be; null where it can.
    @Nullable package var refused: String?
  }

  /// The best trial, worked out.
  package struct Best: Encodable, Sendable {
    /// Its number in the study.
    package var number: Int
    /// The model and the plan that compile to what was measured.
    package var model: String
    package var plan: String
    /// The golden model's accuracy on the validation images after training in full; null where it was not.
    @Nullable package var retrainedAccuracy: Double?
    /// The golden model's accuracy on the test images; null where there are none.
    @Nullable package var testAccuracy: Double?
    @Nullable package var testImages: Int?
    /// The simulation of its Verilog; null where none was asked for.
    @Nullable package var verify: VerifyReport?
  }

  /// The folder that was written.
  package var output: String
  /// What was searched for.
  package var objectives: [Objective]
  /// The finished trials by their numbers.
  package var trials: [Trial]
  /// The numbers of the trials that no other is better than in every objective, the best in the first one first; one a
  /// choice.
  package var front: [Int]
  /// Null where every choice was refused.
  @Nullable package var best: Best?
  /// What the user should know beside the figures.
  package var notes: [String]

  package var exitCode: Int32 { best?.verify?.passed == false ? 1 : 0 }

  package var text: String {
    guard !trials.isEmpty else { return notes.joined(separator: "\n") }
    let names = objectives.map(\.rawValue).joined(separator: ", ")
    let title =
      objectives.count == 1
      ? "the best of \(trials.count) trials by \(names)"
      : "\(trials.count) trials; none is better than these in all of \(names)"
    return ([title, "", table.text] + bestLines + notes.map { "note: \($0)" } + ["", "wrote '\(output)'"])
      .joined(separator: "\n")
  }

  private var bestLines: [String] {
    guard let best else { return ["", "every choice was refused; search.csv says why"] }
    var lines: [String] = []
    if let retrained = best.retrainedAccuracy {
      lines.append("trial \(best.number) trained in full: validation accuracy \(Figure.percent(retrained))")
    }
    if let accuracy = best.testAccuracy, let images = best.testImages {
      lines.append(
        "trial \(best.number): test accuracy \(Figure.percent(accuracy)) of \(Figure.count(images)) images, golden model"
      )
    }
    if let run = best.verify {
      lines.append(
        "trial \(best.number): \(Figure.count(run.wordsCompared)) words compared in \(run.simulator.rawValue), "
          + "\(run.mismatches) differ")
    }
    return lines.isEmpty ? [] : [""] + lines
  }
}
