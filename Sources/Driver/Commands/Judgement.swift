import Foundation
internal import Training

/// What the golden model is worth on some images.
package struct Judgement: Encodable, Sendable {
  /// The share of them that it classifies as labelled; null where the labels are numbers.
  @Nullable package var accuracy: Double?
  /// The mean of the squares by which its outputs are off, in real units; null where the labels are classes.
  @Nullable package var error: Double?
  /// The share of the numbers' variance that the outputs explain; null without numbers, or where those are equal.
  @Nullable package var explained: Double?

  /// A figure alone, as an epoch has it.
  init(_ measure: Measure, _ figure: Double) {
    accuracy = measure == .accuracy ? figure : nil
    error = measure == .error ? figure : nil
  }

  init(_ found: GoldenScore, _ targets: Targets) {
    switch targets {
    case .classes(let labels): self.init(.accuracy, found.accuracy(labels))
    case .reals(let numbers, _):
      let all = found.error(numbers)
      self.init(.error, all.mean)
      explained = all.explained
    }
  }

  /// What a person reads of it.
  func lines(_ images: String) -> [(String, String)] {
    guard let error else { return [("\(images) accuracy, golden model", Figure.percent(accuracy ?? 0))] }
    var lines = [
      ("\(images) error, golden model (mean square)", Figure.error(error)),
      ("\(images) error, golden model (root of it)", Figure.error(error.squareRoot())),
    ]
    if let explained { lines.append(("\(images) variance explained (R2)", String(format: "%.4f", explained))) }
    return lines
  }
}

extension Figure {
  /// Four significant digits.
  static func error(_ value: Double) -> String { String(format: "%.4g", value) }
}
