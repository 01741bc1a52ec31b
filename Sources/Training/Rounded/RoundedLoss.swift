internal import Foundation

/// Cross entropy of scores with classes. The gradient of a score is the scaled difference of its probability and its target,
/// rounded once.
struct RoundedLoss: Sendable {
  /// For each class the place of its score.
  let order: [Int]
  let smoothing: Double
  /// A power of two that the mean loss is multiplied by.
  let scale: Double
  let rounding: NumberRounding

  struct Result: Sendable {
    /// The sum of the samples' losses, not scaled.
    var loss = 0.0
    var correct = 0
    var gradient: [Double]
  }

  /// - Parameter batch: samples in the whole batch.
  func evaluate(_ scores: [Double], labels: [Int], batch: Int) -> Result {
    let classes = order.count
    var result = Result(gradient: [Double](repeating: 0, count: scores.count))
    for (sample, label) in labels.enumerated() {
      let row = order.map { scores[sample * classes + $0] }
      if row.indices.reduce(0, { row[$1] > row[$0] ? $1 : $0 }) == label { result.correct += 1 }
      let largest = row.max() ?? 0
      let logSum = largest + log(row.reduce(0) { $0 + exp($1 - largest) })
      for (index, score) in row.enumerated() {
        let target = smoothing / Double(classes) + (index == label ? 1 - smoothing : 0)
        if target > 0 { result.loss -= target * (score - logSum) }
        result.gradient[sample * classes + order[index]] = rounding.value(
          (exp(score - logSum) - target) * scale / Double(batch))
      }
    }
    return result
  }
}
