import PipelineIR
import StageTools
import Stages
import Support
import Testing

/// The small stages against their models, under many stalls.
@Suite struct StreamStageTests {
  private static let stalls = [(16, 16), (8, 16), (16, 8), (11, 5), (4, 12)]

  /// `stage` with random words under each pattern of stalls; `reference` says what must leave.
  private func cases(
    _ operation: any StageOperation, lanes: Int, words: Int = 300, seed: UInt64, reference: ([UInt64]) -> [[UInt64]]
  ) -> [StageCase] {
    var random = SplitMix64(seed: seed)
    let input = StreamType(lanes: lanes, elementWidth: 5, wordsPerFrame: words)
    let frame = (0..<words).map { _ in random.next() >> UInt64(64 - input.wordWidth) }
    return Self.stalls.map { offer, accept in
      StageCase(
        "\(operation) \(offer)/16 \(accept)/16", operation, inputs: [input], words: [frame],
        expected: reference(frame), offer: offer, accept: accept, cycles: 3000, seed: random.next())
    }
  }

  @Test func modelsEqualTheHardware() throws {
    let seed: UInt64 = 20_261
    print("StreamStageTests seed \(seed)")
    var all = cases(Skid(), lanes: 2, seed: seed) { [$0] }
    all += cases(Fork(), lanes: 1, seed: seed + 1) { [$0, $0] }
    for depth in [2, 3, 8, 37] { all += cases(Fifo(depth: depth), lanes: 3, seed: seed + 2) { [$0] } }
    for factor in [2, 3, 5] {
      all += cases(Widen(factor: factor), lanes: 2, seed: seed + 3) { [joined($0, by: factor, width: 10)] }
      all += cases(Narrow(factor: factor), lanes: factor * 2, words: 100, seed: seed + 4) {
        [split($0, by: factor, width: 10)]
      }
    }
    let result = try StageBench.run(all)
    #expect(result.differences == [])
    #expect(result.words == 5 * (300 + 600 + 4 * 300 + 150 + 100 + 60 + 200 + 300 + 500))
    for stage in all {
      let complete = stage.log().hasSuffix("end \(stage.words.map(\.count)) \(stage.expected.map(\.count))\n")
      #expect(complete, "\(stage.name)")
    }
  }

  private func joined(_ words: [UInt64], by factor: Int, width: Int) -> [UInt64] {
    stride(from: 0, to: words.count, by: factor).map { start in
      (0..<factor).reduce(0) { $0 | words[start + $1] << UInt64($1 * width) }
    }
  }

  private func split(_ words: [UInt64], by factor: Int, width: Int) -> [UInt64] {
    words.flatMap { word in (0..<factor).map { word >> UInt64($0 * width) & (1 << UInt64(width) - 1) } }
  }

  /// Crops, spreads and joins of random sizes, against plain loops over their definitions.
  @Test func rearrangementsEqualTheHardware() throws {
    let seed: UInt64 = 20_262
    print("StreamStageTests seed \(seed)")
    var random = SplitMix64(seed: seed)
    var all: [StageCase] = []
    for _ in 0..<12 {
      all.append(crop(&random))
      all.append(spread(&random))
      all.append(join(&random))
      all.append(reorder(&random))
    }
    let result = try StageBench.run(all)
    #expect(result.differences == [], "seed \(seed)")
    #expect(result.words == all.reduce(0) { $0 + $1.expected[0].count })
    #expect(result.words > 3000)
    for stage in all {
      let complete = stage.log().hasSuffix("end \(stage.words.map(\.count)) \(stage.expected.map(\.count))\n")
      #expect(complete, "\(stage.name), seed \(seed)")
    }
    let found = try StageBench.lint(all)
    #expect(found == "", "seed \(seed): \(found)")
  }

  private func words(_ count: Int, lanes: Int, _ random: inout SplitMix64) -> [UInt64] {
    (0..<count).map { _ in random.next() >> UInt64(64 - 5 * lanes) }
  }

  private func stalled(
    _ stage: any StageOperation, _ inputs: [StreamType], _ words: [[UInt64]], _ expected: [UInt64],
    _ random: inout SplitMix64
  ) -> StageCase {
    let (offer, accept) = Self.stalls.randomElement(using: &random) ?? (8, 8)
    return StageCase(
      "\(stage) \(offer)/16 \(accept)/16", stage, inputs: inputs, words: words, expected: [expected], offer: offer,
      accept: accept, cycles: 6 * (expected.count + words.reduce(0) { $0 + $1.count }) + 200, seed: random.next())
  }

  private func crop(_ random: inout SplitMix64) -> StageCase {
    let period = Int.random(in: 1...9, using: &random)
    let count = Int.random(in: 1...period, using: &random)
    let first = Int.random(in: 0...(period - count), using: &random)
    let lanes = Int.random(in: 1...3, using: &random)
    let input = words(period * 30, lanes: lanes, &random)
    let stream = StreamType(lanes: lanes, elementWidth: 5, wordsPerFrame: period * 15)
    let kept = input.indices.filter { (first..<first + count).contains($0 % period) }.map { input[$0] }
    return stalled(Crop(period: period, first: first, count: count), [stream], [input], kept, &random)
  }

  private func spread(_ random: inout SplitMix64) -> StageCase {
    let lanes = Int.random(in: 1...3, using: &random)
    let stage = Spread(
      block: .random(in: 1...3, using: &random), extent: .random(in: 1...5, using: &random),
      before: .random(in: 0...3, using: &random), step: .random(in: 1...3, using: &random),
      after: .random(in: 0...3, using: &random), padCode: .random(in: 0..<32, using: &random))
    let (turns, entering) = (12, stage.block * stage.extent)
    let input = words(turns * entering, lanes: lanes, &random)
    let pad = (0..<lanes).reduce(UInt64(0)) { $0 | UInt64(stage.padCode) << UInt64($1 * 5) }
    let leaving = stage.before + (stage.extent - 1) * stage.step + 1 + stage.after
    var expected = [UInt64](repeating: pad, count: turns * leaving * stage.block)
    for turn in 0..<turns {
      for element in 0..<stage.extent {
        for word in 0..<stage.block {
          let place = (turn * leaving + stage.before + element * stage.step) * stage.block + word
          expected[place] = input[turn * entering + element * stage.block + word]
        }
      }
    }
    let stream = StreamType(lanes: lanes, elementWidth: 5, wordsPerFrame: 3 * entering)
    return stalled(stage, [stream], [input], expected, &random)
  }

  private func join(_ random: inout SplitMix64) -> StageCase {
    let lanes = Int.random(in: 1...3, using: &random)
    let counts = (0..<2).map { _ in Int.random(in: 1...5, using: &random) }
    let turns = 20
    let inputs = counts.map { words($0 * turns, lanes: lanes, &random) }
    let expected = (0..<turns).flatMap { turn in
      counts.indices.flatMap { inputs[$0][turn * counts[$0]..<(turn + 1) * counts[$0]] }
    }
    let streams = counts.map { StreamType(lanes: lanes, elementWidth: 5, wordsPerFrame: $0 * 4) }
    return stalled(Join(counts: counts), streams, inputs, expected, &random)
  }

  private func reorder(_ random: inout SplitMix64) -> StageCase {
    var axes = AxisOrder(extents: [1], order: [0])
    while axes.isIdentity {
      let count = Int.random(in: 2...4, using: &random)
      axes =
        AxisOrder(
          extents: (0..<count).map { _ in .random(in: 2...4, using: &random) },
          order: Array(0..<count).shuffled(using: &random)
        ).simplified
    }
    let lanes = Int.random(in: 1...3, using: &random)
    let period = axes.extents.reduce(1, *)
    let input = words(period * 5, lanes: lanes, &random)
    let stage = Reorder(extents: axes.extents, order: axes.order, banks: .random(in: 1...2, using: &random))
    let stream = StreamType(lanes: lanes, elementWidth: 5, wordsPerFrame: period)
    // Each word by the indices that it has along the axes.
    let expected = input.indices.map { index -> UInt64 in
      var (rest, place) = (index % period, index - index % period)
      var indices = [Int](repeating: 0, count: axes.extents.count)
      for axis in axes.order.reversed() {
        indices[axis] = rest % axes.extents[axis]
        rest /= axes.extents[axis]
      }
      var stride = period
      for (axis, extent) in axes.extents.enumerated() {
        stride /= extent
        place += indices[axis] * stride
      }
      return input[place]
    }
    return stalled(stage, [stream], [input], expected, &random)
  }

  /// What may be held is stated: with nothing leaving, as many periods enter as there are banks, and one word is read.
  @Test(arguments: [1, 2]) func aReorderTakesItsBanks(banks: Int) throws {
    let stage = Reorder(extents: [3, 4], order: [1, 0], banks: banks)
    let model = stage.model(inputs: [StreamType(lanes: 1, elementWidth: 8, wordsPerFrame: 12)])
    var taken = 0
    for _ in 0..<100 {
      taken += Int(model.ready(0))
      model.clock(inputValid: 1, outputReady: 0)
    }
    #expect(taken == 12 * banks && model.valid == 1)
    #expect(throws: Failure.self) {
      try Reorder(extents: [3, 4], order: [0, 1]).outputs(of: [StreamType(lanes: 1, elementWidth: 8, wordsPerFrame: 12)]
      )
    }
  }

  @Test func theBenchNoticesAWrongModel() throws {
    struct Slow: StageOperation {
      static let kind = "slow"
      func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { inputs }
      func cyclesPerFrame(inputs: [StreamType]) -> Int { 1 }
      func capacity(inputs: [StreamType]) -> StageCapacity { .queue(3) }
      func model(inputs: [StreamType]) -> StageModel { Fifo(depth: 2).model(inputs: inputs) }
      func body(inputs: [StreamType]) -> StageBody { Skid().body(inputs: inputs) }
    }
    let wrongTiming = cases(Slow(), lanes: 1, seed: 1) { [$0] }
    #expect(try StageBench.run(wrongTiming).differences.count == Self.stalls.count)
    let wrongData = cases(Skid(), lanes: 1, seed: 1) { [$0.map { $0 ^ 1 }] }
    #expect(try StageBench.run(wrongData).differences.count == Self.stalls.count)
  }
}
