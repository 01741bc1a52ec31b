package import Arithmetic
internal import Layers
package import NetworkIR
package import Support

/// What the tensors of a network were seen to hold on calibration samples.
package struct Calibration: Sendable {
  private struct Observation: Sendable {
    var range: ClosedRange<Double>
    /// Evenly spaced values, about `sampleLimit` of all.
    var values: [Double]

    /// Of a part of a tensor's `count` values, which starts at the one with number `place`; nil for an empty part.
    init?(_ part: [Float], at place: Int, of count: Int) {
      guard let first = part.first else { return nil }
      var lows = SIMD16(repeating: first)
      var highs = lows
      // Not a number as soon as one value is none, or infinite: no comparison tells of those.
      var poison = SIMD16<Float>(repeating: 0)
      for start in stride(from: 0, to: part.count, by: 16) {
        var values = SIMD16(repeating: first)
        if start + 16 <= part.count {
          values = part.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4 * start, as: SIMD16<Float>.self) }
        } else {
          for lane in 0..<part.count - start { values[lane] = part[start + lane] }
        }
        poison += values * 0
        lows.replace(with: values, where: values .< lows)
        highs.replace(with: values, where: values .> highs)
      }
      let (low, high) = (lows.min(), highs.max())
      range =
        poison.sum() == 0 ? Double(low)...Double(high) : -Double.infinity...Double.infinity
      let step = Swift.max(1, count / sampleLimit)
      values = stride(from: (step - place % step) % step, to: part.count, by: step).map { Double(part[$0]) }
    }

    /// What both parts together hold, the other one's values behind.
    func joined(with other: Observation) -> Observation {
      var result = self
      result.range =
        Swift.min(range.lowerBound, other.range.lowerBound)...Swift.max(range.upperBound, other.range.upperBound)
      result.values += other.values
      return result
    }
  }

  private static let sampleLimit = 20_000
  private var observations: [String: Observation] = [:]

  /// Nothing seen: only formats with a scale of their own, and stated ranges, can be used.
  package init() {}

  /// Runs the float network on `batch` samples in streaming order; `report` hears how many it has seen.
  package init(
    _ network: Network, inputs: [Float], batch: Int, tensors: Set<String>, report: (Int) -> Void = { _ in }
  ) throws(Failure) {
    let kept = tensors.union([network.input.name])
    let shapes = network.shapes
    try NetworkExecutor(network).forEachChunk(kept, of: inputs, batch: batch) { range, found in
      found.reduce(into: [String: Observation]()) { seen, tensor in
        let count = shapes[tensor.key]?.count ?? 1
        seen[tensor.key] = Observation(tensor.value, at: range.lowerBound * count, of: batch * count)
      }
    } _: { range, seen in
      report(range.upperBound)
      for (name, part) in seen { observations[name] = observations[name]?.joined(with: part) ?? part }
    }
    for (name, seen) in observations where !(seen.range.lowerBound.isFinite && seen.range.upperBound.isFinite) {
      throw Failure(at: "\(network.name): node '\(name)'", "is not finite on the calibration samples")
    }
  }

  /// The mean magnitude of a tensor's values; nil where none were seen.
  package func meanMagnitude(_ tensor: String) -> Double? {
    guard let values = observations[tensor]?.values, !values.isEmpty else { return nil }
    return values.reduce(0) { $0 + $1.magnitude } / Double(values.count)
  }

  /// The scale and zero point of a tensor in a format; throws when its range is needed and unknown.
  package func fit(
    _ tensor: String, format: Format, rule: LayerRequest.Range
  ) throws(Failure) -> (scale: Double, zeroPoint: Int) {
    if case .powerOfTwo = format.scaling {
      return (observations[tensor].map { RangeFit.powerOfTwo($0.values, format: format) } ?? 1, 0)
    }
    guard case .range = format.scaling else { return (1, 0) }
    if case .fixed(let low, let high) = rule { return RangeFit.fit(range: low...high, values: [], format: format) }
    guard let seen = observations[tensor] else {
      throw Failure(
        at: "layer '\(tensor)'", "activations in \(format) need a range",
        notes: [
          "give samples with --calibrate FILE ('--calibrate random' draws some, to try a model without data), or the "
            + "plan a 'range: [lower, upper]' for the layer"
        ])
    }
    switch rule {
    case .percentile(let share):
      let sorted = seen.values.sorted()
      let outside = Int(Double(sorted.count) * (100 - share) / 200)
      return RangeFit.fit(
        range: sorted[outside]...sorted[sorted.count - 1 - outside], values: [], format: format)
    case .meanSquareError: return RangeFit.fit(range: seen.range, values: seen.values, format: format)
    case .minMax, .fixed: return RangeFit.fit(range: seen.range, values: [], format: format)
    }
  }
}
