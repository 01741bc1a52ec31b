internal import Arithmetic
import Foundation
internal import Layers
internal import Support

/// How a layer's real weights are rounded with one scale that training decides.
struct WeightQuantizer: Sendable {
  enum Rule: Sendable, Hashable {
    /// The place of the learned step among the trained values.
    case step(Int)
    /// DoReFa's. Source: Zhou et al., arXiv 1606.06160.
    case dorefa
  }

  let rule: Rule
  let format: Format
  private let grid: Grid

  init(_ rule: Rule, _ format: Format) {
    self.rule = rule
    self.format = format
    grid = Grid(format)
  }

  /// Why weights of a format are not for a recipe's quantizer; nil where they are.
  static func misfit(_ quantizer: Recipe.Quantizer, _ format: Format) -> String? {
    switch quantizer {
    case .plan: nil
    case .lsq: format.statesScale ? nil : "have no scale to be learned; fixed<w>, binary and ternary have"
    case .dorefa:
      format.number is BinaryFormat || format.number is FixedFormat && format.statesScale && format.width > 2
        ? nil : "have no 2^k even steps from -1 to 1 for DoReFa; binary and fixed<3> and wider have"
    }
  }

  /// Where a learned step starts.
  func start(_ weights: [Float], stated: Double?) -> Float {
    if let stated { return Float(stated) }
    let mean = weights.reduce(0.0) { $0 + Double($1.magnitude) } / Double(max(1, weights.count))
    return mean > 0 ? Float(grid.start(meanMagnitude: mean)) : 1
  }

  /// The scale of all weights.
  ///
  /// - Parameter values: the trained values, of which the step is one.
  func scale(_ weights: [Float], _ values: [Float]) -> Double {
    switch rule {
    case .step(let place): Double(values[place])
    case .dorefa:
      isOneBit ? max(weights.meanMagnitude, Double(Float.leastNormalMagnitude)) : 1 / grid.highest
    }
  }

  /// What is rounded with the scale, and what the model's file gets: 2^k levels from -1 to 1 are the odd multiples of
  /// 1 / (2^k - 1), which are codes of k + 1 bits.
  func transformed(_ weights: [Float]) -> [Float] {
    guard case .dorefa = rule, !isOneBit else { return weights }
    let (curved, largest) = Self.curve(weights)
    let last = grid.highest
    return curved.map { curved in
      let share = largest > 0 ? Double(curved / largest) / 2 + 0.5 : 0.5
      return Float((2 * (share * last).rounded(.toNearestOrEven) - last) / last)
    }
  }

  /// - Parameters:
  ///   - gradient: of the rounded weights.
  ///   - rounded: these weights.
  func gradients(
    _ gradient: [Float], _ weights: [Float], rounded: [Float], _ values: [Float]
  ) -> (weights: [Float], step: (place: Int, slope: Float)?) {
    switch rule {
    case .step(let place):
      let step = Double(values[place])
      let slope = grid.slope(weights, rounded: rounded, gradient, step: step, elements: weights.count)
      let (low, high) = (Float(grid.lowest * step), Float(grid.highest * step))
      let inside = zip(weights, gradient).map { low <= $0 && $0 <= high ? $1 : 0 }
      return (inside, (place, Float(slope)))
    case .dorefa:
      guard !isOneBit else { return (gradient, nil) }
      let (curved, largest) = Self.curve(weights)
      guard largest > 0, let top = curved.firstIndex(where: { $0.magnitude == largest }) else { return (gradient, nil) }
      var result = zip(curved, gradient).map { $1 * (1 - $0 * $0) / largest }
      // The largest weight moves all others, too.
      let all = zip(curved, gradient).reduce(Float(0)) { $0 + $1.0 * $1.1 } / (largest * largest)
      result[top] -= (curved[top] < 0 ? -1 : 1) * (1 - largest * largest) * all
      return (result, nil)
    }
  }

  private var isOneBit: Bool { format.number is BinaryFormat }

  private static func curve(_ weights: [Float]) -> (curved: [Float], largest: Float) {
    let curved = weights.map { tanh($0) }
    return (curved, curved.reduce(0) { max($0, $1.magnitude) })
  }
}

extension [Float] {
  fileprivate var meanMagnitude: Double {
    reduce(0.0) { $0 + Double($1.magnitude) } / Double(Swift.max(1, count))
  }
}
