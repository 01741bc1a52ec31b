package import Arithmetic
package import PipelineIR
package import Support

/// The element-wise sum of two streams of one shape: `t = M0 * x0 + M1 * x1 + B`, rounded and clamped.
///
/// x0 and x1 are integers in units of the finer of the two formats' lowest bits, which is also the unit of `t`.
package struct Sum: StageOperation, Hashable {
  package static let kind = "sum"

  package var lanes: Int
  /// The formats of the two streams.
  package var inputs: [Format]
  /// Two multipliers and one offset.
  package var affine: Affine
  package var rounding: Rounding

  package init(lanes: Int, inputs: [Format], affine: Affine, rounding: Rounding) {
    self.lanes = lanes
    self.inputs = inputs
    self.affine = affine
    self.rounding = rounding
  }

  /// The power of two that x0, x1 and t count in.
  package var lsb: Int { inputs.map(\.number.operandShape.lsb).min() ?? 0 }
}

extension Sum {
  package func outputs(of streams: [StreamType]) throws(Failure) -> [StreamType] {
    guard inputs.count == 2, affine.multipliers.count == 2, affine.offsets.count == 1 else {
      throw misfit("it takes 2 formats, 2 multipliers and 1 offset")
    }
    try affine.checkRounding(to: rounding.format, of: "stage kind '\(Self.kind)'")
    guard affine.multipliersFit, affine.offsetWidth <= 127
    else {
      throw misfit("a multiplier or the offset does not fit into its width")
    }
    let words = streams.first?.wordsPerFrame ?? 0
    let expected = inputs.map { StreamType(lanes: lanes, elementWidth: $0.width, wordsPerFrame: words) }
    try StageCheck.streams(Self.kind, streams, expected: expected)
    return [StreamType(lanes: lanes, elementWidth: rounding.format.width, wordsPerFrame: words)]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { 0 }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pair(results: 1) }
  package func model(inputs: [StreamType]) -> StageModel { PairModel(latency: 4) }
}
