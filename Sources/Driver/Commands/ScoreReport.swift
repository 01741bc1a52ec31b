import Foundation

/// What a quantized network's weights cost and what they reach.
package struct ScoreReport: Report {
  /// Images classified.
  package var images: Int
  /// The golden model's share of them classified as labelled.
  package var accuracy: Double
  /// Weights that products take, in elements.
  package var weights: Int
  /// Those whose code stands for 0.
  package var zeros: Int
  /// Zeros over weights.
  package var sparsity: Double
  /// Bits of all weights, and what they would be at 16 bits each, or the widest layer's where that has more.
  package var bits: Int
  package var mostBits: Int
  /// (accuracy + sparsity + 1 - bits / most bits) / 3.
  ///
  /// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
  package var asb: Double
  /// What the user should know beside the figures.
  package var notes: [String]

  package var text: String {
    var table = Table([("", .left), ("", .right)])
    table.add(["images", Figure.count(images)])
    table.add(["accuracy, golden model", Figure.percent(accuracy)])
    table.add(["weights", Figure.count(weights)])
    table.add(["zeros among them", "\(Figure.count(zeros)) (\(Figure.percent(sparsity)))"])
    table.add(["bits of weights", "\(Figure.count(bits)) of \(Figure.count(mostBits))"])
    table.add(["accuracy-sparsity-bit score", String(format: "%.4f", asb)])
    return ([table.text] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}
