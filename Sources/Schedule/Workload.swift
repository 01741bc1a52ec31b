package import QuantizedIR
internal import Support

/// How much a quantized operation has to do for a frame, and the ways to divide it over time.
package enum Workload: Hashable, Sendable {
  /// Every output channel of a group sums over every input channel of the group.
  case matrix(pixels: Int, groups: Int, taps: Int, inputs: Int, outputs: Int)
  /// Every channel on its own: depthwise sums, pooling, tables, sums of tensors.
  case channels(pixels: Int, taps: Int, channels: Int)

  /// The work of an operation on tensors of those types.
  package init(_ operation: QuantizedOperation, inputs: [TensorType], output: TensorType) {
    self = operation.workload(inputs: inputs, output: output)
  }

  /// One pass over all elements of a tensor, channels side by side.
  static func elements(_ shape: Shape) -> Workload {
    .channels(pixels: shape.pixels, taps: 1, channels: shape.channels)
  }

  /// One pass over `count` elements, whose words hold a divisor of all of `channels`.
  static func moves(_ count: Int, lanes channels: [Int]) -> Workload {
    let common = channels.reduce(0, gcd)
    return .channels(pixels: count / max(common, 1), taps: 1, channels: max(common, 1))
  }

  /// Cycles a frame: output pixels x (inputs an output / SIMD) x (output channels / PE).
  package func cycles(_ fold: Fold) -> Int {
    switch self {
    case .matrix(let pixels, let groups, let taps, let inputs, let outputs):
      pixels * groups * taps * (inputs / fold.simd) * (outputs / fold.pe)
    case .channels(let pixels, let taps, let channels):
      pixels * taps * (channels / fold.pe)
    }
  }

  /// Every fold that divides the work evenly.
  package var folds: [Fold] {
    switch self {
    case .matrix(_, _, _, let inputs, let outputs):
      outputs.divisors.flatMap { pe in inputs.divisors.map { Fold(pe: pe, simd: $0) } }
    case .channels(_, _, let channels):
      channels.divisors.map { Fold(pe: $0, simd: $0) }
    }
  }

  /// What a fold costs, to compare folds of one layer: products first, then results that are scaled and rounded.
  package func cost(_ fold: Fold) -> Int {
    if case .channels = self { return fold.pe * 4 }
    return fold.pe * fold.simd * 2 + fold.pe * 3 + fold.simd
  }
}

/// How far a layer is divided over time: PE output channels x SIMD inputs a cycle. Layers that take every channel
/// on its own have as many of the one as of the other.
package struct Fold: Hashable, Sendable, Codable {
  /// Output channels in a cycle.
  package var pe: Int
  /// Inputs of each in a cycle.
  package var simd: Int

  /// A fold; both counts are 1 or more.
  package init(pe: Int, simd: Int) {
    self.pe = pe
    self.simd = simd
  }
}

extension Int {
  /// In rising order.
  package var divisors: [Int] {
    var low: [Int] = []
    var high: [Int] = []
    var candidate = 1
    while candidate * candidate <= self {
      if self % candidate == 0 {
        low.append(candidate)
        if candidate * candidate != self { high.append(self / candidate) }
      }
      candidate += 1
    }
    return low + high.reversed()
  }
}
