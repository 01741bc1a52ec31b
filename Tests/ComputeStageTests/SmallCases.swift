import Arithmetic
import BigInt
import Datapath
import PipelineIR
import StageTools
import Stages
import Support

/// Random cases of the stages that have no weights.
enum SmallCases {
  static let formats = ["fixed<8>", "ufixed<5,2>", "fixed<3>", "fp16", "fp8-e4m3", "bf16", "binary", "ternary"]

  static func maximum(_ random: inout SplitMix64) throws -> StageCase {
    let format = try random.format(formats)
    let (lanes, taps) = (Int.random(in: 1...6, using: &random), Int.random(in: 1...9, using: &random))
    let windows = (0..<20).map { _ in (0..<taps).map { _ in random.codes(format, lanes) } }
    let expected = windows.map { window in
      word((0..<lanes).map { lane in greatest(window.map { $0[lane] }, format) }, width: format.width)
    }
    let words = windows.flatMap { $0 }.map { word($0, width: format.width) }
    let stage = Maximum(format: format, lanes: lanes, taps: taps)
    return try twice(stage, format, lanes: lanes, words: words, expected: expected, &random)
  }

  static func argmax(_ random: inout SplitMix64) throws -> StageCase {
    let format = try random.format(formats)
    let (lanes, slices) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random))
    let channels = lanes * slices
    let pixels = (0..<20).map { _ in random.codes(format, channels) }
    let order = { (code: UInt32) in format.number.order(of: code) }
    let expected = pixels.map { codes in
      UInt128(codes.indices.reduce(0) { order(codes[$1]) > order(codes[$0]) ? $1 : $0 })
    }
    let words = packed(pixels.flatMap { $0 }, lanes: lanes, width: format.width)
    let stage = ArgmaxStage(format: format, lanes: lanes, channels: channels)
    return try twice(stage, format, lanes: lanes, words: words, expected: expected, &random)
  }

  static func table(_ random: inout SplitMix64) throws -> StageCase {
    let input = try Format(random.pick(["fixed<8>", "ufixed<3>", "fixed<1>", "fp8-e4m3", "ternary"]))
    let output = try random.format(formats)
    let lanes = Int.random(in: 1...4, using: &random)
    let entries = random.codes(output, 1 << input.width)
    let rows = (0..<30).map { _ in random.codes(input, lanes) }
    let stage = Table(
      lanes: lanes, input: input, output: output, entries: Tensor(shape: [entries.count], values: entries))
    return try twice(
      stage, input, lanes: lanes, words: rows.map { word($0, width: input.width) },
      expected: rows.map { word($0.map { entries[Int($0)] }, width: output.width) }, &random)
  }

  static func sum(_ random: inout SplitMix64) throws -> StageCase {
    let inputs = try [random.format(formats), random.format(formats)]
    let lanes = Int.random(in: 1...4, using: &random)
    let codes = inputs.map { random.codes($0, lanes * 30) }
    let width = Int.random(in: 2...12, using: &random)
    let affine = Affine(
      multipliers: random.integers(2, width: width).map { Int($0) }, offsets: random.integers(1, width: width + 8),
      exponent: 0, multiplierWidth: width)
    var stage = PairSum(
      lanes: lanes, inputs: inputs, affine: affine,
      rounding: Rounding(format: inputs[0], lowest: 0, highest: 0))
    let totals = (0..<lanes * 30).map { element in
      (0...1).reduce(affine.offsets[0]) { total, side in
        let value = inputs[side].number.value(of: codes[side][element]) ?? .zero
        return total + BigInt(affine.multipliers[side]) * value.floored(toMultipleOf: stage.lsb)
      }
    }
    stage.rounding = random.rounding(try random.format(LinearCases.outputs), totals: totals, after: &stage.affine)
    let streams = inputs.map { StreamType(lanes: lanes, elementWidth: $0.width, wordsPerFrame: 30) }
    let words = zip(inputs, codes).map { packed($1, lanes: lanes, width: $0.width) }
    let expected = packed(
      totals.map { Reference.output($0, stage.rounding, after: stage.affine) }, lanes: lanes,
      width: stage.rounding.format.width)
    return StageCase(
      "\(stage)".prefixText, stage, inputs: streams, words: words.map { $0 + $0 }, expected: [expected + expected],
      stalls: &random)
  }

  /// A table for each channel.
  static func channelTables(_ random: inout SplitMix64) throws -> StageCase {
    let input = try Format(random.pick(["fixed<6>", "ufixed<3>", "fixed<1>", "fp8-e4m3"]))
    let output = try random.format(formats)
    let (lanes, slices) = (Int.random(in: 1...4, using: &random), Int.random(in: 1...5, using: &random))
    let tables = (0..<lanes * slices).map { _ in random.codes(output, 1 << input.width) }
    let pixels = (0..<12).map { _ in random.codes(input, lanes * slices) }
    let stage = Table(
      lanes: lanes, input: input, output: output,
      entries: Tensor(shape: [tables.count, 1 << input.width], values: tables.flatMap { $0 }))
    let results = pixels.flatMap { codes in codes.indices.map { tables[$0][Int(codes[$0])] } }
    return try twice(
      stage, input, lanes: lanes, words: packed(pixels.flatMap { $0 }, lanes: lanes, width: input.width),
      expected: packed(results, lanes: lanes, width: output.width), &random)
  }

  /// Steps of all channels, or of each.
  static func search(_ random: inout SplitMix64) throws -> StageCase {
    let input = try Format(random.pick(["fixed<14>", "ufixed<9,2>", "fixed<32>", "fixed<3>"]))
    let output = try random.format(formats)
    let (lanes, slices) = (Int.random(in: 1...4, using: &random), Int.random(in: 1...3, using: &random))
    let (channels, places) = (lanes * slices, 2 << Int.random(in: 0...5, using: &random))
    let order = { (code: UInt32) in Int(input.number.order(of: code)) }
    let thresholds = (0..<(Bool.random(using: &random) ? 1 : channels)).map { _ in
      random.codes(input, places - 1).map(order).sorted()
    }
    let codes = thresholds.map { _ in random.codes(output, places) }
    // Codes beside the thresholds too.
    let pixels = (0..<20).map { _ in
      (0..<channels).map { channel in
        let near = thresholds[channel % thresholds.count][Int.random(in: 0..<places - 1, using: &random)]
        let code = UInt32(truncatingIfNeeded: near - Int.random(in: 0...1, using: &random)) & input.number.codeMask
        return Bool.random(using: &random) ? code : random.codes(input, 1)[0]
      }
    }
    let results = pixels.flatMap { pixel in
      pixel.indices.map { channel in
        let table = channel % thresholds.count
        return codes[table][thresholds[table].count { $0 <= order(pixel[channel]) }]
      }
    }
    let stage = Search(
      lanes: lanes, input: input, output: output,
      thresholds: Tensor(shape: [thresholds.count, places - 1], values: thresholds.flatMap { $0 }),
      codes: Tensor(shape: [thresholds.count, places], values: codes.flatMap { $0 }))
    return try twice(
      stage, input, lanes: lanes, words: packed(pixels.flatMap { $0 }, lanes: lanes, width: input.width),
      expected: packed(results, lanes: lanes, width: output.width), &random)
  }

  static func product(_ random: inout SplitMix64) throws -> StageCase {
    // Products of two bf16 have more bits than a stage takes.
    let formats = formats.filter { $0 != "bf16" }
    let inputs = try [random.format(formats), random.format(formats)]
    let lanes = Int.random(in: 1...4, using: &random)
    let codes = inputs.map { random.codes($0, lanes * 30) }
    // Codes of the formats, as zero points are; none for floats.
    let zeros = inputs.map { format in
      guard format.number is any FixedPointFormat else { return 0 }
      let zero = format.number.value(of: random.codes(format, 1)[0]) ?? .zero
      return Int(zero.floored(toMultipleOf: format.number.operandShape.lsb))
    }
    let width = Int.random(in: 2...12, using: &random)
    let affine = Affine(
      multipliers: random.integers(1, width: width).map { Int($0) }, offsets: random.integers(1, width: width + 8),
      exponent: 0, multiplierWidth: width)
    var stage = PairProduct(
      lanes: lanes, inputs: inputs, zeros: zeros, affine: affine,
      rounding: Rounding(format: inputs[0], lowest: 0, highest: 0))
    let totals = (0..<lanes * 30).map { element in
      let factors = (0...1).map { side in
        let value = inputs[side].number.value(of: codes[side][element]) ?? .zero
        return value.floored(toMultipleOf: inputs[side].number.operandShape.lsb) - BigInt(zeros[side])
      }
      return BigInt(affine.multipliers[0]) * factors[0] * factors[1] + BigInt(affine.offsets[0])
    }
    stage.rounding = random.rounding(try random.format(LinearCases.outputs), totals: totals, after: &stage.affine)
    let streams = inputs.map { StreamType(lanes: lanes, elementWidth: $0.width, wordsPerFrame: 30) }
    let words = zip(inputs, codes).map { packed($1, lanes: lanes, width: $0.width) }
    let expected = packed(
      totals.map { Reference.output($0, stage.rounding, after: stage.affine) }, lanes: lanes,
      width: stage.rounding.format.width)
    return StageCase(
      "\(stage)".prefixText, stage, inputs: streams, words: words.map { $0 + $0 }, expected: [expected + expected],
      stalls: &random)
  }

  private static func greatest(_ codes: [UInt32], _ format: Format) -> UInt32 {
    codes.dropFirst().reduce(codes[0]) { format.number.order(of: $1) > format.number.order(of: $0) ? $1 : $0 }
  }

  /// A case of two equal frames.
  private static func twice(
    _ stage: any StageOperation, _ format: Format, lanes: Int, words: [UInt128], expected: [UInt128],
    _ random: inout SplitMix64
  ) throws -> StageCase {
    StageCase(
      "\(stage)".prefixText, stage,
      inputs: [StreamType(lanes: lanes, elementWidth: format.width, wordsPerFrame: words.count)],
      words: [words + words], expected: [expected + expected], stalls: &random)
  }
}
