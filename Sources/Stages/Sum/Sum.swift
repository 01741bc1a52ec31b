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
  package func model(inputs: [StreamType]) -> any StageModel { SumModel() }
}

/// A register for each input, which wait for each other, and an elastic pipeline of four registers after them.
private final class SumModel: StageModel {
  private var held: UInt32 = 0
  private var pipeline = ElasticModel(latency: 4, wordsPerResult: 1)

  var valid: UInt32 { pipeline.valid }

  func ready(_ outputReady: UInt32) -> UInt32 { joins(outputReady) ? 0b11 : ~held & 0b11 }

  func clock(inputValid: UInt32, outputReady: UInt32) {
    advance(1, inputValid: inputValid, outputReady: outputReady)
  }

  func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if next(inputValid, outputReady) != held { return 1 }
    return pipeline.horizon(inputValid: held == 0b11 ? 1 : 0, outputReady: outputReady)
  }

  func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    let next = next(inputValid, outputReady)
    pipeline.advance(edges, inputValid: held == 0b11 ? 1 : 0, outputReady: outputReady)
    held = next
  }

  /// The registers after a clock edge.
  private func next(_ inputValid: UInt32, _ outputReady: UInt32) -> UInt32 {
    (joins(outputReady) ? 0 : held) | inputValid & ready(outputReady)
  }

  /// Whether both registers hand their words on.
  private func joins(_ outputReady: UInt32) -> Bool { held == 0b11 && pipeline.ready(outputReady) == 1 }
}
