import Arithmetic
package import Datapath
package import PipelineIR
package import Support

/// Channels that never mix: depthwise convolution, average pooling, a channel-wise affine.
///
/// For each pixel and each slice of `lanes` channels come `taps` words; every lane sums its own products. Output words
/// have `lanes` elements.
package struct Lanes: ComputeStage, Hashable {
  package static let kind = "lanes"

  package var lanes: Int
  /// Words of one window.
  package var taps: Int
  /// A multiple of `lanes`.
  package var channels: Int
  /// Output pixels a frame.
  package var pixels: Int
  /// With no `weights` its weight format and multiplier do not matter.
  package var arithmetic: LinearArithmetic
  /// Codes, shape [channels, taps]; nil when every weight is 1.
  package var weights: Tensor<UInt32>?

  package init(
    lanes: Int, taps: Int, channels: Int, pixels: Int, arithmetic: LinearArithmetic, weights: Tensor<UInt32>?
  ) {
    self.lanes = lanes
    self.taps = taps
    self.channels = channels
    self.pixels = pixels
    self.arithmetic = arithmetic
    self.weights = weights
  }

  /// Words of one pixel.
  package var slices: Int { channels / lanes }
}

extension Lanes {
  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    let sizes = [lanes, taps, channels, pixels]
    try StageCheck.require(Self.kind, sizes.allSatisfy { $0 > 0 }, "sizes must be positive, found \(sizes)")
    try StageCheck.require(
      Self.kind, channels.isMultiple(of: lanes), "\(lanes) lanes do not divide \(channels) channels")
    try arithmetic.check(stage: Self.kind, outputs: channels, weights: weights?.values, count: channels * taps)
    let input = StreamType(
      lanes: lanes, elementWidth: arithmetic.input.width, wordsPerFrame: pixels * slices * taps)
    try StageCheck.streams(Self.kind, inputs, expected: [input])
    return [
      StreamType(lanes: lanes, elementWidth: arithmetic.rounding.format.width, wordsPerFrame: pixels * slices)
    ]
  }

  package var fold: [String: Int] { ["PE": lanes, "SIMD": 1] }
  package func cyclesPerFrame(inputs: [StreamType]) -> Int { pixels * slices * taps }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: taps) }
  package func model(latency: Int) -> StageModel { ElasticModel(latency: latency, wordsPerResult: taps) }
  package var datapath: StageDatapath { .linear(linear) }

  private var linear: LinearDatapath {
    LinearDatapath(
      title: [
        "\(channels) channels, each by itself, over windows of \(taps) taps.",
        "\(lanes) channels side by side (\(slices) slices); \(pixels) pixels a frame.",
      ],
      units: lanes, lanesPerUnit: 1, sharesActivations: false, wordsPerResult: taps, results: slices,
      weights: weights?.values, arithmetic: arithmetic)
  }
}
