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

  @Test func theBenchNoticesAWrongModel() throws {
    struct Slow: StageOperation {
      static let kind = "slow"
      func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { inputs }
      func cyclesPerFrame(inputs: [StreamType]) -> Int { 1 }
      func memoryBits(inputs: [StreamType]) -> Int { 0 }
      func model(inputs: [StreamType]) -> any StageModel { Fifo(depth: 2).model(inputs: inputs) }
      func hardware(name: String, inputs: [StreamType]) -> StageHardware { Skid().hardware(name: name, inputs: inputs) }
    }
    let wrongTiming = cases(Slow(), lanes: 1, seed: 1) { [$0] }
    #expect(try StageBench.run(wrongTiming).differences.count == Self.stalls.count)
    let wrongData = cases(Skid(), lanes: 1, seed: 1) { [$0.map { $0 ^ 1 }] }
    #expect(try StageBench.run(wrongData).differences.count == Self.stalls.count)
  }
}
