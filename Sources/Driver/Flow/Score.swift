import Arithmetic
import Layers
import NetworkIR
import QuantizedIR
package import Support

/// The accuracy, sparsity and bits of a model in a plan's number systems, and the score of all three.
package func score(_ options: EvaluateOptions, progress: Progress = .silent) throws(Failure) -> ScoreReport {
  defer { progress.clear() }
  let front = try FrontEnd(
    model: options.model, plan: options.plan, calibration: options.calibration ?? options.images,
    samples: options.calibrationSamples, correctsBatchNorm: options.correctsBatchNorm, progress: progress)
  let set = try LabelledSet(
    images: options.images, .classes(options.labels), limit: options.limit, outputs: front.classes, feed: front.feed)
  progress.show("classifying \(set.count) images")
  let found = GoldenScore(front.quantized, set.codes, count: set.count, order: front.network.outputOrder)
  return try ScoreReport(
    front.quantized, model: options.model, images: set.count, accuracy: found.figure(set.targets), notes: front.notes)
}

extension ScoreReport {
  /// What a network's weights cost beside an accuracy; throws where it has none.
  init(
    _ quantized: QuantizedNetwork, model: String, images: Int, accuracy: Double, notes: [String]
  ) throws(Failure) {
    let layers = quantized.nodes.compactMap(\.operation.linear).filter { !$0.unitWeights }
    let weights = layers.reduce(0) { $0 + $1.weights.values.count }
    guard weights > 0 else { throw Failure(at: model, "has no weights to be scored") }
    let zeros = layers.reduce(0) { sum, layer in
      let number = layer.weightFormat.number
      return sum + layer.weights.values.count { number.value(of: $0) == .zero }
    }
    let bits = layers.reduce(0) { $0 + $1.weightBits }
    let mostBits = weights * max(16, layers.map(\.weightFormat.width).max() ?? 16)
    let sparsity = Double(zeros) / Double(weights)
    self.init(
      images: images, accuracy: accuracy, weights: weights, zeros: zeros, sparsity: sparsity, bits: bits,
      mostBits: mostBits, asb: (accuracy + sparsity + 1 - Double(bits) / Double(mostBits)) / 3, notes: notes)
  }
}
