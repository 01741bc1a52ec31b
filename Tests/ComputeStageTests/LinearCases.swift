import Arithmetic
import BigInt
import Datapath
import PipelineIR
import StageTools
import Stages
import Support

/// Random matrix and lane stages with random words and stalls.
enum LinearCases {
  static let weights = [
    "fixed<8>", "fixed<4,2>", "fixed<2>", "fixed<12,5>", "ufixed<6>", "binary", "ternary", "fp8-e4m3", "float<3,2>",
    "fp16",
  ]
  static let inputs = [
    "fixed<8>", "ufixed<8>", "fixed<12,3>", "fixed<5>", "ufixed<3,1>", "fp16", "fp8-e5m2", "float<3,4>", "binary",
    "ternary",
  ]
  static let outputs = [
    "fixed<8>", "ufixed<8,4>", "fixed<12,6>", "fixed<2>", "ufixed<3,1>", "ufixed<1>", "fp16", "bf16", "fp8-e4m3",
    "float<2,3>", "binary", "ternary", "posit<16,1>", "posit<8,0>", "posit<9,2>", "bposit<8,1,3>",
  ]

  /// Everything of the arithmetic but the rounding, which the sums decide.
  static func arithmetic(
    outputs count: Int, weights: (Format, inout SplitMix64) -> [[UInt32]], _ random: inout SplitMix64
  ) throws -> (LinearArithmetic, [[UInt32]]) {
    let weight = try random.format(Self.weights)
    let input = try random.format(Self.inputs)
    let multiplier = random.next() % 4 == 0 ? .exact : NamedMultiplier.natural(weight: weight)
    let codes = weights(weight, &random)
    var shape = AccumulatorShape(
      exact: multiplier.rule, weights: codes.flatMap { $0 }, terms: codes[0].count, weight: weight, activation: input)
    if random.next() % 3 == 0 {
      let cut = Int.random(in: 0...shape.width / 2, using: &random)
      shape = AccumulatorShape(
        width: Int.random(in: 2...max(2, shape.width - cut + 1), using: &random), lsb: shape.lsb + cut)
    }
    let multiplierWidth = Int.random(in: 2...24, using: &random)
    let offsetWidth = max(2, min(100, shape.width + multiplierWidth - Int.random(in: 0...4, using: &random)))
    let factors = random.integers(count, width: multiplierWidth).map { Int(Int128($0)) }
    var affine = Affine(
      multipliers: random.next() % 3 == 0 ? factors.map { _ in factors[0] } : factors,
      offsets: random.integers(count, width: offsetWidth), exponent: 0, multiplierWidth: multiplierWidth)
    if random.next() % 3 == 0 { affine.below = random.below(affine, sumWidth: shape.width) }
    let rounding = Rounding(format: weight, lowest: 0, highest: 0)
    return (
      LinearArithmetic(
        weight: weight, input: input, multiplier: multiplier, accumulator: shape, affine: affine, rounding: rounding),
      codes
    )
  }

  static func matrix(_ random: inout SplitMix64) throws -> StageCase {
    let (simd, pe) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...4, using: &random))
    let (slices, repeats) = (Int.random(in: 1...6, using: &random), Int.random(in: 1...3, using: &random))
    let groups = Int.random(in: 1...2, using: &random)
    let outputs = groups * repeats * pe
    var (arithmetic, weights) = try arithmetic(
      outputs: outputs,
      weights: { format, random in (0..<outputs).map { _ in random.codes(format, slices * simd) } }, &random)
    let pixels = 40 / (slices * repeats * groups) + 1
    let windows = (0..<pixels * groups * repeats).map { _ in random.codes(arithmetic.input, slices * simd) }
    let totals = windows.enumerated().flatMap { place, window in
      (0..<pe).map { unit in
        let output = place % (groups * repeats) * pe + unit
        let sum = Reference.sum(weights: weights[output], inputs: window, arithmetic)
        return Reference.affine(sum, output: output, arithmetic.affine)
      }
    }
    arithmetic.rounding = random.rounding(try random.format(Self.outputs), totals: totals, after: &arithmetic.affine)
    let stage = Matrix(
      simd: simd, pe: pe, inputsPerOutput: slices * simd, outputsPerGroup: repeats * pe, groups: groups,
      pixels: pixels, arithmetic: arithmetic,
      weights: Tensor(shape: [groups, repeats * pe, slices * simd], values: weights.flatMap { $0 }))
    return try stageCase(
      stage, arithmetic, lanes: simd, elements: windows.flatMap { $0 }, totals: totals, outputLanes: pe, &random)
  }

  static func lanes(_ random: inout SplitMix64) throws -> StageCase {
    let (lanes, taps) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...9, using: &random))
    let slices = Int.random(in: 1...3, using: &random)
    let channels = lanes * slices
    let isUnit = random.next() % 3 == 0
    var (arithmetic, weights) = try arithmetic(
      outputs: channels, weights: { format, random in (0..<channels).map { _ in random.codes(format, taps) } }, &random)
    if isUnit {
      arithmetic.weight = try Format("binary")
      weights = weights.map { $0.map { _ in 0 } }
      arithmetic.accumulator.lsb = arithmetic.input.number.operandShape.lsb + Int.random(in: 0...2, using: &random)
    }
    let pixels = 40 / (taps * slices) + 1
    // The order of the words: pixel, slice, tap; each with one element a lane.
    let words = (0..<pixels * slices * taps).map { _ in random.codes(arithmetic.input, lanes) }
    var totals: [BigInt] = []
    for place in 0..<pixels * slices {
      for lane in 0..<lanes {
        let channel = place % slices * lanes + lane
        let window = (0..<taps).map { words[place * taps + $0][lane] }
        let sum = Reference.sum(weights: weights[channel], inputs: window, arithmetic)
        totals.append(Reference.affine(sum, output: channel, arithmetic.affine))
      }
    }
    arithmetic.rounding = random.rounding(try random.format(Self.outputs), totals: totals, after: &arithmetic.affine)
    let stage = Lanes(
      lanes: lanes, taps: taps, channels: channels, pixels: pixels, arithmetic: arithmetic,
      weights: isUnit ? nil : Tensor(shape: [channels, taps], values: weights.flatMap { $0 }))
    return try stageCase(
      stage, arithmetic, lanes: lanes, elements: words.flatMap { $0 }, totals: totals, outputLanes: lanes, &random)
  }

  /// One frame's elements in stream order become a case of two frames.
  private static func stageCase(
    _ stage: any StageOperation, _ arithmetic: LinearArithmetic, lanes: Int, elements: [UInt32], totals: [BigInt],
    outputLanes: Int, _ random: inout SplitMix64
  ) throws -> StageCase {
    let codes = totals.map { Reference.output($0, arithmetic.rounding, after: arithmetic.affine) }
    let words = packed(elements, lanes: lanes, width: arithmetic.input.width)
    let expected = packed(codes, lanes: outputLanes, width: arithmetic.rounding.format.width)
    let stream = StreamType(lanes: lanes, elementWidth: arithmetic.input.width, wordsPerFrame: words.count)
    return StageCase(
      "\(stage)".prefixText, stage, inputs: [stream], words: [words + words], expected: [expected + expected],
      stalls: &random)
  }
}

/// Elements in stream order as words.
func packed(_ elements: [UInt32], lanes: Int, width: Int) -> [UInt128] {
  stride(from: 0, to: elements.count, by: lanes).map { word(elements[$0..<$0 + lanes], width: width) }
}

extension String {
  /// Enough of a stage's description to know it by.
  var prefixText: String { String(prefix(600)) }
}

extension StageCase {
  /// A case whose sides stall now and then, often, or never, with time enough for all words.
  init(
    _ name: String, _ operation: any StageOperation, inputs: [StreamType], words: [[UInt128]], expected: [[UInt128]],
    stalls random: inout SplitMix64
  ) {
    let (offer, accept) = random.pick([(16, 16), (8, 16), (16, 8), (11, 5), (4, 12)])
    self.init(
      name, operation, inputs: inputs, words: words, expected: expected, offer: offer, accept: accept,
      cycles: 16 * (words.map(\.count).max() ?? 0) / min(offer, accept) * 3 / 2 + 150, seed: random.next())
  }

  /// Whether the model passes every word within the time.
  var isComplete: Bool { log().hasSuffix("end \(words.map(\.count)) \(expected.map(\.count))\n") }
}
