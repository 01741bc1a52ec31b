/// Batch norm while a batch trains: `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with mean and variance of the
/// batch, channel by channel. In a network it is a `ChannelAffine` of the running statistics.
///
/// A batch comes in parts, so that cores share it: sums over parts are added in the parts' order.
///
/// Source: Ioffe & Szegedy, ICML 2015.
package struct BatchNormalization: Sendable {
  /// The factors, one a channel.
  package var gamma: [Float]
  /// The shifts, one a channel.
  package var beta: [Float]
  /// What is added to variances before their root; positive.
  package var epsilon: Double

  /// A batch norm of as many channels as gamma and beta have.
  package init(gamma: [Float], beta: [Float], epsilon: Double) {
    self.gamma = gamma
    self.beta = beta
    self.epsilon = epsilon
  }

  /// What a batch is divided by and shifted with, one value a channel; `count` elements were seen in each.
  package struct Moments: Sendable {
    /// The mean of each channel over the whole batch.
    package var mean: [Double]
    /// Biased: the sum of squares over the count.
    package var variance: [Double]
    /// Elements of each channel in the whole batch.
    package var count: Int

    /// Moments of a batch that may have come in parts.
    package init(mean: [Double], variance: [Double], count: Int) {
      self.mean = mean
      self.variance = variance
      self.count = count
    }
  }

  /// The sums of a part's elements by channel.
  package func sums(_ part: [Float]) -> [Double] { accumulate(part, part) { x, _, _ in Double(x) } }

  /// The sums of the squares of a part's differences from the means.
  package func squares(_ part: [Float], mean: [Double]) -> [Double] {
    accumulate(part, part) { x, _, channel in
      let difference = Double(x) - mean[channel]
      return difference * difference
    }
  }

  /// The normalized part.
  package func evaluate(_ part: [Float], _ moments: Moments) -> [Float] {
    let scale = scales(moments)
    let shift = gamma.indices.map { Float(Double(beta[$0]) - moments.mean[$0] * Double(scale[$0])) }
    var result = part
    let channels = gamma.count
    result.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: channels) {
        for channel in 0..<channels {
          values[start + channel] = values[start + channel] * scale[channel] + shift[channel]
        }
      }
    }
    return result
  }

  /// A part's sums of the output's gradient, and of its products with the normalized elements: the gradients of beta and
  /// gamma, once they are added over all parts.
  package func gradientSums(_ part: [Float], _ gradient: [Float], _ moments: Moments) -> (
    beta: [Double], gamma: [Double]
  ) {
    let deviations = deviations(moments)
    let beta = accumulate(part, gradient) { _, dy, _ in Double(dy) }
    let gamma = accumulate(part, gradient) { x, dy, channel in Double(dy) * (Double(x) - moments.mean[channel]) }
    return (beta, zip(gamma, deviations).map { $0 / $1 })
  }

  /// The gradient of a part's elements, given the sums of all parts.
  package func inputGradient(
    _ part: [Float], _ gradient: [Float], _ moments: Moments, sums: (beta: [Double], gamma: [Double])
  ) -> [Float] {
    let (deviations, channels, count) = (deviations(moments), gamma.count, Double(moments.count))
    // dx = gamma / deviation * (dy - sum(dy) / count - normalized * sum(dy * normalized) / count)
    let slope = gamma.indices.map { Float(Double(gamma[$0]) / deviations[$0]) }
    let factor = gamma.indices.map {
      Float(-Double(gamma[$0]) / deviations[$0] * sums.gamma[$0] / count / deviations[$0])
    }
    let offset = gamma.indices.map { channel in
      Float(
        Double(gamma[channel]) / deviations[channel]
          * (sums.gamma[channel] / count / deviations[channel] * moments.mean[channel] - sums.beta[channel] / count))
    }
    var result = gradient
    result.withUnsafeMutableBufferPointer { values in
      part.withUnsafeBufferPointer { x in
        for start in stride(from: 0, to: values.count, by: channels) {
          for channel in 0..<channels {
            let place = start + channel
            values[place] = slope[channel] * values[place] + factor[channel] * x[place] + offset[channel]
          }
        }
      }
    }
    return result
  }

  private func deviations(_ moments: Moments) -> [Double] { moments.variance.map { ($0 + epsilon).squareRoot() } }

  private func scales(_ moments: Moments) -> [Float] {
    zip(gamma, deviations(moments)).map { Float(Double($0) / $1) }
  }

  @inline(__always)
  private func accumulate(
    _ part: [Float], _ other: [Float], _ term: (Float, Float, Int) -> Double
  ) -> [Double] {
    let channels = gamma.count
    var sums = [Double](repeating: 0, count: channels)
    sums.withUnsafeMutableBufferPointer { sums in
      part.withUnsafeBufferPointer { part in
        other.withUnsafeBufferPointer { other in
          for start in stride(from: 0, to: part.count, by: channels) {
            for channel in 0..<channels {
              sums[channel] += term(part[start + channel], other[start + channel], channel)
            }
          }
        }
      }
    }
    return sums
  }
}
