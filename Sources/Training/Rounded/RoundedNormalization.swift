internal import Support

/// Batch norm in which every operation is rounded; sums over a batch are exact.
///
/// Forward: `mean = sum(x) / n`, `d = x - mean`, `variance = sum(d * d) / n`, `r = 1 / sqrt(variance + epsilon)`,
/// `h = d * r`, `y = gamma * h + beta`, each rounded once. Backward: `t = dy - sum(dy) / n - h * (sum(dy * h) / n)` with
/// both means rounded, then `dx = (gamma * r) * t`.
struct RoundedNormalization: Sendable {
  let rounding: NumberRounding
  let gamma: [Double]
  let beta: [Double]
  let epsilon: Double

  /// What the way back needs of a batch, and what running statistics follow.
  struct Forward: Sendable {
    var values: [[Double]]
    /// `h` of each part.
    var normalized: [[Double]]
    var mean: [Double]
    var variance: [Double]
    /// `r`.
    var slopes: [Double]
    /// Elements of a channel.
    var count: Double
  }

  func forward(_ parts: [[Double]]) -> Forward {
    let channels = gamma.count
    let count = Double(parts.reduce(0) { $0 + $1.count } / max(1, channels))
    let mean = sums(parts, nil, over: count)
    let differences = Self.mapped(parts) { x in
      x.indices.map { rounding.sum(x[$0], 1, -1, mean[$0 % channels]) }
    }
    let variance = sums(differences, differences, over: count)
    let slopes = variance.map { rounding.value(1 / ($0 + epsilon).squareRoot()) }
    let normalized = Self.mapped(differences) { d in d.indices.map { rounding.product(d[$0], slopes[$0 % channels]) } }
    let values = Self.mapped(normalized) { h in
      h.indices.map { rounding.sum(gamma[$0 % channels], h[$0], 1, beta[$0 % channels]) }
    }
    return Forward(
      values: values, normalized: normalized, mean: mean, variance: variance, slopes: slopes, count: count)
  }

  private static func mapped(_ parts: [[Double]], _ body: @Sendable ([Double]) -> [Double]) -> [[Double]] {
    concurrentMap(parts.count) { body(parts[$0]) }
  }

  func backward(_ gradients: [[Double]], _ forward: Forward) -> (inputs: [[Double]], gamma: [Double], beta: [Double]) {
    let channels = gamma.count
    let own = forward.normalized
    let (mean, share) = (sums(gradients, nil, over: forward.count), sums(gradients, own, over: forward.count))
    let factors = gamma.indices.map { rounding.product(gamma[$0], forward.slopes[$0]) }
    let inputs = concurrentMap(gradients.count) { part in
      let (dy, h) = (gradients[part], own[part])
      return dy.indices.map { place in
        let channel = place % channels
        return rounding.product(
          factors[channel], rounding.sum(dy[place], 1, -1, mean[channel], -h[place], share[channel]))
      }
    }
    return (inputs, sums(gradients, own, over: 1), sums(gradients, nil, over: 1))
  }

  /// For each channel the exact sum over all parts, of products where there is a second factor, divided and rounded once.
  private func sums(_ a: [[Double]], _ b: [[Double]]?, over divisor: Double) -> [Double] {
    let channels = gamma.count
    let parts = concurrentMap(a.count) { part -> (sums: [Double], magnitudes: [Double]) in
      var (sums, magnitudes) = ([Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels))
      let (x, y) = (a[part], b?[part])
      for start in stride(from: 0, to: x.count, by: channels) {
        for channel in 0..<channels {
          let product = x[start + channel] * (y?[start + channel] ?? 1)
          sums[channel] += product
          magnitudes[channel] += product.magnitude
        }
      }
      return (sums, magnitudes)
    }
    let (sums, magnitudes) = (parts.map(\.sums).added, parts.map(\.magnitudes).added)
    let terms = a.reduce(0) { $0 + $1.count } / max(1, channels)
    return sums.indices.map { channel in
      rounding.quotient(sums[channel], divisor, terms: terms, magnitude: magnitudes[channel]) {
        func column(_ parts: [[Double]]) -> [Double] {
          parts.flatMap { part in stride(from: channel, to: part.count, by: channels).map { part[$0] } }
        }
        return b.map { ExactQuotient(sum: column(a), column($0)) } ?? ExactQuotient(sum: column(a))
      }
    }
  }
}
