/// How far a model's outputs are from the numbers that they should be.
struct RealError {
  /// The mean of the squares of the differences, over samples and outputs.
  let mean: Double
  /// The share of the numbers' variance that the outputs explain, 1 at most; nil where each output's numbers are equal.
  let explained: Double?

  /// - Parameters:
  ///   - found: the outputs of one sample after another.
  ///   - wanted: as many numbers, `outputs` a sample.
  init(_ found: [Double], _ wanted: [Float], outputs: Int) {
    let squares = zip(found, wanted).reduce(0.0) { sum, pair in
      sum + (pair.0 - Double(pair.1)) * (pair.0 - Double(pair.1))
    }
    var means = [Double](repeating: 0, count: outputs)
    for (place, value) in wanted.enumerated() { means[place % outputs] += Double(value) }
    let samples = Double(max(1, wanted.count / max(1, outputs)))
    for output in means.indices { means[output] /= samples }
    let variance = wanted.enumerated().reduce(0.0) { sum, entry in
      let difference = Double(entry.element) - means[entry.offset % outputs]
      return sum + difference * difference
    }
    mean = squares / Double(max(1, wanted.count))
    explained = variance > 0 ? 1 - squares / variance : nil
  }
}
