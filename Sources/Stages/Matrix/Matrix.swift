import Arithmetic
package import Datapath
package import PipelineIR
package import Support

/// A matrix-vector unit: for each pixel and group, all outputs of the group from the words of one window.
///
/// A window's `inputsPerOutput / simd` words come once for each of the `outputsPerGroup / pe` folds; each word feeds
/// `pe` outputs. Output words have `pe` elements.
package struct Matrix: ComputeStage, Hashable {
  package static let kind = "matrix"

  /// Inputs taken a cycle.
  package var simd: Int
  /// Outputs made side by side.
  package var pe: Int
  /// Terms of one output's sum; a multiple of `simd`.
  package var inputsPerOutput: Int
  /// A multiple of `pe`.
  package var outputsPerGroup: Int
  package var groups: Int
  /// Output pixels a frame.
  package var pixels: Int
  package var arithmetic: LinearArithmetic
  /// Codes, shape [groups, outputsPerGroup, inputsPerOutput], the inputs in stream order.
  package var weights: Tensor<UInt32>

  package init(
    simd: Int, pe: Int, inputsPerOutput: Int, outputsPerGroup: Int, groups: Int = 1, pixels: Int,
    arithmetic: LinearArithmetic, weights: Tensor<UInt32>
  ) {
    self.simd = simd
    self.pe = pe
    self.inputsPerOutput = inputsPerOutput
    self.outputsPerGroup = outputsPerGroup
    self.groups = groups
    self.pixels = pixels
    self.arithmetic = arithmetic
    self.weights = weights
  }

  /// Input words of one window, SF in the terms of FINN.
  package var slices: Int { inputsPerOutput / simd }
  /// How many times a window comes, NF in the terms of FINN.
  package var repeats: Int { outputsPerGroup / pe }
  private var results: Int { groups * repeats }
}

extension Matrix {
  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    try checkShape()
    let outputs = groups * outputsPerGroup
    try arithmetic.check(stage: Self.kind, outputs: outputs, weights: weights.values, count: outputs * inputsPerOutput)
    let input = StreamType(
      lanes: simd, elementWidth: arithmetic.input.width, wordsPerFrame: pixels * results * slices)
    try StageCheck.streams(Self.kind, inputs, expected: [input])
    return [
      StreamType(lanes: pe, elementWidth: arithmetic.rounding.format.width, wordsPerFrame: pixels * results)
    ]
  }

  private func checkShape() throws(Failure) {
    let sizes = [simd, pe, inputsPerOutput, outputsPerGroup, groups, pixels]
    try StageCheck.require(Self.kind, sizes.allSatisfy { $0 > 0 }, "sizes must be positive, found \(sizes)")
    try StageCheck.require(
      Self.kind, inputsPerOutput.isMultiple(of: simd), "SIMD \(simd) does not divide \(inputsPerOutput) inputs")
    try StageCheck.require(
      Self.kind, outputsPerGroup.isMultiple(of: pe), "PE \(pe) does not divide \(outputsPerGroup) outputs")
  }

  package var fold: [String: Int] { ["PE": pe, "SIMD": simd] }
  package func cyclesPerFrame(inputs: [StreamType]) -> Int { pixels * results * slices }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: slices) }
  package func model(latency: Int) -> StageModel { ElasticModel(latency: latency, wordsPerResult: slices) }
  package var datapath: StageDatapath { .linear(linear) }

  private var linear: LinearDatapath {
    LinearDatapath(
      title: [
        "matrix-vector unit: \(groups) x \(outputsPerGroup) outputs of \(inputsPerOutput) inputs each.",
        "PE \(pe) outputs side by side (\(repeats) folds), SIMD \(simd) inputs a cycle (\(slices) words); "
          + "\(pixels) pixels a frame.",
      ],
      units: pe, lanesPerUnit: simd, sharesActivations: true, wordsPerResult: slices, results: results,
      weights: weights.values, arithmetic: arithmetic)
  }
}
