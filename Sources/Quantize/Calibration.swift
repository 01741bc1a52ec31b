package import Arithmetic
internal import Layers
package import NetworkIR
package import Support

/// What the tensors of a network were seen to hold on calibration samples.
package struct Calibration: Sendable {
  private struct Observation: Sendable {
    var range: ClosedRange<Double>
    /// Evenly spaced values, at most `sampleLimit`.
    var values: [Double]
  }

  private static let sampleLimit = 20_000
  private var observations: [String: Observation] = [:]

  /// Nothing seen: only formats with a scale of their own, and stated ranges, can be used.
  package init() {}

  /// Runs the float network on `batch` samples in streaming order.
  package init(_ network: Network, inputs: [Float], batch: Int, tensors: Set<String>) throws(Failure) {
    let kept = tensors.union([network.input.name])
    for (name, values) in try NetworkExecutor(network).tensors(kept, for: inputs, batch: batch) {
      guard let first = values.first else { continue }
      var (low, high) = (first, first)
      for value in values { (low, high) = (Swift.min(low, value), Swift.max(high, value)) }
      guard low.isFinite, high.isFinite else {
        throw Failure(at: "\(network.name): node '\(name)'", "is not finite on the calibration samples")
      }
      let step = Swift.max(1, values.count / Calibration.sampleLimit)
      observations[name] = Observation(
        range: Double(low)...Double(high),
        values: stride(from: 0, to: values.count, by: step).map { Double(values[$0]) })
    }
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
        notes: ["give samples with --calibrate, or the plan a 'range: [lower, upper]' for the layer"])
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
