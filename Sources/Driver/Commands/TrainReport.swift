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
  /// The golden model's share of validation images classified as labelled, with the kept weights.
  package var validationAccuracy: Double
  /// The same of the test images; null before the end, or where there are none.
  @Nullable package var testAccuracy: Double?
  @Nullable package var testImages: Int?
  /// The digest of the codes that the golden model gave for the validation images, in the file's order.
  @Nullable package var validationCodes: String?
  /// Accuracies of the same epochs without the recipe's descent; null where they were not asked for.
  @Nullable package var baselineAccuracy: Double?
  @Nullable package var baselineTestAccuracy: Double?
  package var epochs: [EpochRow]
  /// What the user should know beside the figures.
  package var notes: [String]

  package var text: String {
    var table = Table([("", .left), ("", .right)])
    table.add(["training images", Figure.count(trainingImages)])
    table.add(["validation images", Figure.count(validationImages)])
    table.add(["kept epoch", "\(keptEpoch)"])
    table.add(["validation accuracy, golden model", Figure.percent(validationAccuracy)])
    if let testAccuracy, let testImages {
      table.add(["test accuracy, golden model, \(Figure.count(testImages)) images", Figure.percent(testAccuracy)])
    }
    if let baselineAccuracy {
      table.add(["direct, validation accuracy, golden model", Figure.percent(baselineAccuracy)])
    }
    if let baselineTestAccuracy {
      table.add(["direct, test accuracy, golden model", Figure.percent(baselineTestAccuracy)])
    }
    return ([table.text] + notes.map { "note: \($0)" } + ["wrote '\(output)'"]).joined(separator: "\n")
  }

  /// One line an epoch.
  var csv: String {
    let rows = epochs.map { row in
      "\(row.epoch),\(row.phase),\(row.rate),\(row.loss),\(row.accuracy),\(row.validation),\(Figure.plain(row.imagesPerSecond)),"
        + Figure.plain(row.seconds)
    }
    return (["epoch,phase,rate,loss,accuracy,validation_accuracy,images_per_second,seconds"] + rows).joined(
      separator: "\n")
      + "\n"
  }
}

extension Figure {
  /// Two decimals and no separators.
  fileprivate static func plain(_ value: Double) -> String { String(format: "%.2f", value) }
}

extension EpochRow {
  /// What a person reads while it runs.
  func line(of epochs: Int, left: Double) -> String {
    var parts = ["epoch \(epoch) of \(epochs)"]
    if phase != "plan" { parts.append(phase) }
    if epoch > 0 {
      parts += [String(format: "loss %.4f", loss), "training \(Figure.percent(accuracy))"]
    }
    parts.append("golden \(Figure.percent(validation))")
    if epoch > 0 { parts += ["\(Figure.short(imagesPerSecond)) images/s", "\(Figure.seconds(left)) left"] }
    return parts.joined(separator: ", ")
  }
}
