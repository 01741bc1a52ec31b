import Foundation
internal import Support
package import Training

/// What a training made, epoch by epoch.
package struct TrainReport: Report {
  /// The folder that was written.
  package var output: String
  /// Images that steps saw, and those that chose the weights.
  package var trainingImages: Int
  /// Images that chose the weights; no step saw them.
  package var validationImages: Int
  /// The epoch whose weights are kept; 0 for those of the start.
  package var keptEpoch: Int
  /// The golden model's worth on the validation images, with the kept weights.
  package var validation: Judgement
  /// The same of the test images; null before the end, or where there are none.
  @Nullable package var test: Judgement?
  @Nullable package var testImages: Int?
  /// The digest of the codes that the golden model gave for the validation images, in the file's order.
  @Nullable package var validationCodes: String?
  /// The same of as many epochs without the recipe's descent; null where they were not asked for.
  @Nullable package var baselineValidation: Judgement?
  @Nullable package var baselineTest: Judgement?
  package var epochs: [EpochRow]
  /// What the user should know beside the figures.
  package var notes: [String]

  package var text: String {
    var table = Table([("", .left), ("", .right)])
    table.add(["training images", Figure.count(trainingImages)])
    table.add(["validation images", Figure.count(validationImages)])
    table.add(["kept epoch", "\(keptEpoch)"])
    for (name, figure) in validation.lines("validation") { table.add([name, figure]) }
    if let test, let testImages {
      table.add(["test images", Figure.count(testImages)])
      for (name, figure) in test.lines("test") { table.add([name, figure]) }
    }
    for (name, figure) in baselineValidation?.lines("direct, validation") ?? [] { table.add([name, figure]) }
    for (name, figure) in baselineTest?.lines("direct, test") ?? [] { table.add([name, figure]) }
    return ([table.text] + notes.map { "note: \($0)" } + ["wrote '\(output)'"]).joined(separator: "\n")
  }

  /// One line an epoch.
  var csv: String {
    let rows = epochs.map { row in
      let judged = (row.accuracy.map { "\($0)," } ?? "") + "\(row.validation)"
      return "\(row.epoch),\(row.phase),\(row.rate),\(row.loss),\(judged),\(Figure.plain(row.imagesPerSecond)),"
        + Figure.plain(row.seconds)
    }
    let judged = validation.error == nil ? "accuracy,validation_accuracy" : "validation_error"
    return (["epoch,phase,rate,loss,\(judged),images_per_second,seconds"] + rows).joined(separator: "\n") + "\n"
  }
}

extension Figure {
  /// Two decimals and no separators.
  fileprivate static func plain(_ value: Double) -> String { String(format: "%.2f", value) }
}

extension EpochRow {
  /// What a person reads while it runs.
  func line(of epochs: Int, _ measure: Measure, left: Double) -> String {
    var parts = ["epoch \(epoch) of \(epochs)"]
    if phase != "plan" { parts.append(phase) }
    if epoch > 0 { parts.append(measure == .error ? "loss \(Figure.error(loss))" : String(format: "loss %.4f", loss)) }
    if let accuracy, epoch > 0 { parts.append("training \(Figure.percent(accuracy))") }
    parts.append(
      measure == .error ? "golden error \(Figure.error(validation))" : "golden \(Figure.percent(validation))")
    if epoch > 0 { parts += ["\(Figure.short(imagesPerSecond)) images/s", "\(Figure.seconds(left)) left"] }
    return parts.joined(separator: ", ")
  }
}
