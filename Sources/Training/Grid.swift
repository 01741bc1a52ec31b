internal import Arithmetic
internal import QuantizedIR

/// The integers that a format's codes are, of which a learned step is the real unit.
struct Grid: Sendable, Hashable {
  let lowest: Double
  let highest: Double

  /// Those of a format, less a zero point.
  init(_ format: Format, zeroPoint: Int = 0) {
    let (low, high) = format.limits
    lowest = low - Double(zeroPoint)
    highest = high - Double(zeroPoint)
  }

  /// A format may hold no positive integer.
  private var reach: Double { max(1, highest) }

  /// Where a step starts. Source: Esser et al., arXiv 1902.08153, 2.1.
  func start(meanMagnitude: Double) -> Double { 2 * meanMagnitude / reach.squareRoot() }

  /// The gradient of the step, scaled as its size calls for: of real values, what they are rounded to, and the gradient of
  /// that.
  ///
  /// - Parameter elements: values that one step is for, of one sample.
  ///
  /// Source: Esser et al., arXiv 1902.08153, equations 3 and 2.2.
  func slope(_ values: [Float], rounded: [Float], _ gradient: [Float], step: Double, elements: Int) -> Double {
    var sum = 0.0
    for place in values.indices {
      let value = Double(values[place]) / step
      let slope =
        value < lowest ? lowest : value > highest ? highest : (Double(rounded[place]) / step).rounded() - value
      sum += slope * Double(gradient[place])
    }
    return sum / (Double(max(1, elements)) * reach).squareRoot()
  }
}
