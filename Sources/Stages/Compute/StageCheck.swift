import Arithmetic
import Datapath
import PipelineIR
import Support

/// Checks of a stage's fields and streams; what they throw names the stage's kind.
enum StageCheck {
  static func require(_ kind: String, _ condition: Bool, _ message: @autoclosure () -> String) throws(Failure) {
    if !condition { throw Failure(at: "stage kind '\(kind)'", message()) }
  }

  /// The streams that enter have to be the expected ones.
  static func streams(_ kind: String, _ found: [StreamType], expected: [StreamType]) throws(Failure) {
    func text(_ streams: [StreamType]) -> String {
      streams.map { "\($0.lanes) lanes of \($0.elementWidth) bits, \($0.wordsPerFrame) words a frame" }
        .joined(separator: " and ")
    }
    try require(kind, found == expected, "the input is \(text(found)); expected \(text(expected))")
  }

  /// The stream that leaves a stage of two streams of one shape, `lanes` elements of these formats a word.
  static func pair(
    _ kind: String, _ found: [StreamType], lanes: Int, _ inputs: [Format], to output: Format
  ) throws(Failure) -> [StreamType] {
    let words = found.first?.wordsPerFrame ?? 0
    let expected = inputs.map { StreamType(lanes: lanes, elementWidth: $0.width, wordsPerFrame: words) }
    try streams(kind, found, expected: expected)
    return [StreamType(lanes: lanes, elementWidth: output.width, wordsPerFrame: words)]
  }
}

extension LinearArithmetic {
  /// Throws when the constants are not as many as the outputs, do not fit their widths, or do not fit together.
  func check(stage kind: String, outputs: Int, weights: [UInt32]?, count: Int) throws(Failure) {
    try StageCheck.require(
      kind, affine.has(channels: outputs),
      "\(affine.multipliers.count) multipliers and \(affine.offsets.count) offsets for \(outputs) outputs"
        + (affine.below == nil ? "" : ", with borders"))
    try StageCheck.require(
      kind, affine.multipliersFit,
      "a multiplier does not fit into \(affine.multiplierWidth) bits")
    try affine.checkRounding(to: rounding.format, of: "stage kind '\(kind)'")
    try StageCheck.require(kind, accumulator.width > 0, "the accumulator has \(accumulator.width) bits")
    if let weights {
      try StageCheck.require(kind, weights.count == count, "\(weights.count) weights where \(count) are needed")
      try checkMultiplier(stage: kind, weights: weights)
    }
  }

  private func checkMultiplier(stage kind: String, weights: [UInt32]) throws(Failure) {
    let misfit = multiplier.rule.misfit(weight: weight, activation: input)
    try StageCheck.require(kind, misfit == nil, misfit ?? "")
    if isRounded {
      do throws(FormatError) { _ = try RoundedSum(weight: weight, activation: input, multiplier: multiplier) } catch {
        throw Failure(at: "stage kind '\(kind)'", error.message)
      }
      return
    }
    let product = multiplier.rule.productShape(
      weight: weightShape(of: weights), activation: input.number.operandShape)
    let lowest = product.lsb
    try StageCheck.require(
      kind, accumulator.lsb >= lowest, "the accumulator's lowest bit 2^\(accumulator.lsb) is finer than the products'")
  }
}
