package import Arithmetic
import BigInt
package import PipelineIR
package import Support

/// The element-wise product of two streams of one shape: `t = M * (x0 - z0) * (x1 - z1) + B`, rounded and clamped.
///
/// x0 and x1 are integers in units of their formats' lowest bits, so `t` counts in the product of both units.
package struct Product: StageOperation, Hashable {
  package static let kind = "product"

  package var lanes: Int
  /// The formats of the two streams.
  package var inputs: [Format]
  /// The zero point of each, in units of its format's lowest bit: a value of the format.
  package var zeros: [Int]
  /// One multiplier and one offset.
  package var affine: Affine
  package var rounding: Rounding

  package init(lanes: Int, inputs: [Format], zeros: [Int], affine: Affine, rounding: Rounding) {
    self.lanes = lanes
    self.inputs = inputs
    self.zeros = zeros
    self.affine = affine
    self.rounding = rounding
  }

  /// Bits of `x - z`, two's complement.
  func factorWidth(_ i: Int) -> Int { inputs[i].number.operandShape.integerWidth + 1 }
  /// Bits of the scaled product, two's complement.
  var scaledWidth: Int { factorWidth(0) + factorWidth(1) + affine.multiplierWidth }

  /// The widest scaled product, in bits.
  package static let widestProduct = 512
}

extension Product {
  package func outputs(of streams: [StreamType]) throws(Failure) -> [StreamType] {
    guard inputs.count == 2, zeros.count == 2, affine.multipliers.count == 1, affine.offsets.count == 1 else {
      throw misfit("it takes 2 formats, 2 zero points, 1 multiplier and 1 offset")
    }
    for i in 0...1 where BigInt(zeros[i]).signedWidth > factorWidth(i) - 1 {
      throw misfit("zero point \(zeros[i]) is no value of \(inputs[i])")
    }
    try affine.checkRounding(to: rounding.format, of: "stage kind '\(Self.kind)'")
    guard affine.multipliersFit else {
      throw misfit("the multiplier does not fit into its width")
    }
    guard scaledWidth <= Self.widestProduct else {
      throw misfit("its products have \(scaledWidth) bits; \(Self.widestProduct) are supported")
    }
    let words = streams.first?.wordsPerFrame ?? 0
    let expected = inputs.map { StreamType(lanes: lanes, elementWidth: $0.width, wordsPerFrame: words) }
    try StageCheck.streams(Self.kind, streams, expected: expected)
    return [StreamType(lanes: lanes, elementWidth: rounding.format.width, wordsPerFrame: words)]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { 0 }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pair(results: 1) }
  package func model(inputs: [StreamType]) -> StageModel { PairModel(latency: 5) }
}
