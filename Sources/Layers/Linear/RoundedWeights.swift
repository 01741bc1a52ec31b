package import Arithmetic
internal import QuantizedIR
package import Support

/// Weights as codes, with one real scale an output channel.
package struct RoundedWeights: Sendable {
  package var codes: Tensor<UInt32>
  package var scales: [Double]

  package init(codes: Tensor<UInt32>, scales: [Double]) {
    self.codes = codes
    self.scales = scales
  }

  /// Rounds each output channel (the first axis), or all in one, with the scale that the format's family calls for.
  ///
  /// - Parameters:
  ///   - effective: of the format; codes are those whose products come nearest.
  ///   - scale: the scale of all, with which codes are the nearest ones; nil where it is found.
  package init(
    rounding weights: Tensor<Float>, to format: Format, effective: EffectiveWeights? = nil, scale stated: Double? = nil
  ) {
    var effective = effective
    let outputs = weights.shape.first ?? 0
    let terms = weights.shape.dropFirst().reduce(1, *)
    var shared: Double?
    if case .powerOfTwo = format.scaling, stated == nil {
      shared = RangeFit.powerOfTwo(weights.values.map(Double.init), format: format)
    }
    var values: [UInt32] = []
    values.reserveCapacity(weights.values.count)
    var scales: [Double] = []
    for o in 0..<outputs {
      let channel = weights.values[o * terms..<(o + 1) * terms].map(Double.init)
      let scale = stated ?? shared ?? RoundedWeights.scale(of: channel, format: format)
      let threshold = stated == nil ? RoundedWeights.threshold(of: channel, format: format) : -1
      scales.append(scale)
      let scaled = channel.map { $0.magnitude <= threshold ? 0 : $0 / scale }
      values += effective == nil ? format.encode(scaled) : scaled.compactMap { effective?.code($0) }
    }
    self.init(codes: Tensor(shape: weights.shape, values: values), scales: scales)
  }

  private static func threshold(of channel: [Double], format: Format) -> Double {
    guard case .threshold = format.scaling else { return -1 }
    return 0.7 * channel.map(\.magnitude).mean
  }

  /// The largest power of two of which all weights are multiples that have codes; nil where they are finer.
  private static func exactUnit(of channel: [Double], format: Format) -> Double? {
    let most = min(format.limits.high, -format.limits.low)
    let largest = channel.map(\.magnitude).max() ?? 0
    var unit = Double.infinity
    for weight in channel where weight != 0 {
      let zeros = min(52, weight.significandBitPattern.trailingZeroBitCount)
      unit = min(unit, weight.ulp * Double(1 << zeros))
      if largest > most * unit { return nil }
    }
    return unit.isFinite ? unit : nil
  }

  private static func scale(of channel: [Double], format: Format) -> Double {
    let found: Double
    switch format.scaling {
    case .unit, .powerOfTwo: return 1
    case .sign: found = channel.map(\.magnitude).mean
    case .threshold:
      let limit = threshold(of: channel, format: format)
      found = channel.map(\.magnitude).filter { $0 > limit }.mean
    case .range: found = exactUnit(of: channel, format: format) ?? RangeFit.symmetric(channel, format: format)
    }
    return found > 0 && found.isFinite ? found : 1
  }
}

extension Format {
  /// Whether weights in it take any scale that a plan states.
  package var statesScale: Bool {
    switch scaling {
    case .range, .sign, .threshold: true
    case .unit, .powerOfTwo: false
    }
  }
}

extension [Double] {
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
