import Arithmetic
import BigInt
import Datapath
import PipelineIR
import Stages
import Support
import Testing

@testable import Schedule

/// Many clock edges at once are the same as one after another.
@Suite struct HorizonTests {
  private static func window(_ random: inout SplitMix64) -> (any StageOperation, [StreamType]) {
    func axis(_ random: inout SplitMix64) -> Geometry.Axis {
      Geometry.Axis(
        kernel: .random(in: 2...3, using: &random), stride: .random(in: 1...3, using: &random),
        dilation: .random(in: 1...2, using: &random), before: .random(in: 0...1, using: &random),
        after: .random(in: 0...1, using: &random))
    }
    let shape = Shape(
      height: .random(in: 5...8, using: &random), width: .random(in: 5...8, using: &random),
      channels: [2, 4, 12].randomElement(using: &random) ?? 4)
    var window = Window(
      input: shape, geometry: Geometry(rows: axis(&random), columns: axis(&random)),
      groups: .random(in: 1...2, using: &random), repeats: .random(in: 1...3, using: &random))
    window.bufferRows += Int.random(in: 0...4, using: &random)
    return (window, [StreamType(lanes: 1, elementWidth: 8, wordsPerFrame: shape.count)])
  }

  static let kinds = 0...12

  static func stage(_ kind: Int, _ random: inout SplitMix64) throws -> (any StageOperation, [StreamType]) {
    let stream = StreamType(lanes: 6, elementWidth: 8, wordsPerFrame: 60)
    let format = try Format("fixed<8>")
    switch kind {
    case 0: return window(&random)
    case 1: return (Fifo(depth: .random(in: 2...9, using: &random)), [stream])
    case 2: return (Widen(factor: .random(in: 2...5, using: &random)), [stream])
    case 3: return (Narrow(factor: .random(in: 2...3, using: &random)), [stream])
    case 4: return (Skid(), [stream])
    case 5: return (Fork(), [stream])
    case 6:
      let affine = Affine(multipliers: [1, 1], offsets: [BigInt(0)], exponent: 0, multiplierWidth: 3)
      let rounding = Rounding(format: format, lowest: 0x80, highest: 0x7f)
      return (PairSum(lanes: 6, inputs: [format, format], affine: affine, rounding: rounding), [stream, stream])
    case 7: return (ArgmaxStage(format: format, lanes: 6, channels: 6), [stream])
    case 8: return (Crop(period: 20, first: .random(in: 0...7, using: &random), count: 13), [stream])
    case 9: return (Stages.Join(counts: [.random(in: 1...5, using: &random), 3]), [stream, stream])
    case 10: return (Spread(block: 3, extent: 4, before: 1, step: 2, after: 1, padCode: 7), [stream])
    case 11: return (Reorder(extents: [3, 4], order: [1, 0], banks: .random(in: 1...2, using: &random)), [stream])
    default:
      return (Maximum(format: format, lanes: 6, taps: [1, 2, 3, 4, 5, 6].randomElement(using: &random) ?? 1), [stream])
    }
  }

  @Test(arguments: kinds) func manyEdgesAreAsOneAfterAnother(kind: Int) throws {
    let seed = UInt64(9_100 + kind)
    var random = SplitMix64(seed: seed)
    var skipped = 0
    for _ in 0..<60 {
      let (operation, streams) = try Self.stage(kind, &random)
      let (fast, slow) = (operation.model(inputs: streams), operation.model(inputs: streams))
      for _ in 0..<400 {
        let (offered, accepted) = (Self.mask(&random), Self.mask(&random))
        let horizon = fast.horizon(inputValid: offered, outputReady: accepted)
        try #require(horizon >= 1)
        let edges = min(horizon, Int.random(in: 0..<4, using: &random) == 0 ? 1 : 40)
        let (valid, ready) = (fast.valid, fast.ready(accepted))
        for _ in 0..<edges {
          // Nothing that a neighbour sees changes before the last of these edges.
          try #require(slow.valid == valid && slow.ready(accepted) == ready, "seed \(seed): \(operation)")
          slow.clock(inputValid: offered, outputReady: accepted)
        }
        fast.advance(edges, inputValid: offered, outputReady: accepted)
        let same = fast.valid == slow.valid && (0...3).allSatisfy { fast.ready($0) == slow.ready($0) }
        try #require(same && fast.peakWords == slow.peakWords, "seed \(seed): \(operation)")
        skipped += edges - 1
      }
    }
    #expect(skipped > 5000)
  }

  /// Both streams of a stage, mostly the same.
  private static func mask(_ random: inout SplitMix64) -> UInt32 {
    [0, 3, 3, 0, 3, 1, 2].randomElement(using: &random) ?? 3
  }

  /// A fork whose branches meet again behind windows and FIFOs of random sizes.
  private func residual(_ random: inout SplitMix64) throws -> Pipeline {
    let shape = Shape(
      height: .random(in: 4...7, using: &random), width: .random(in: 4...7, using: &random), channels: 4)
    var chain = try ChainBuilder(shape: shape, lanes: 2)
    try chain.add(Skid())
    try chain.add(Fork())
    let branch = (chain.stages[1].outputNames[1], chain.type)
    let axis = Geometry.Axis(kernel: 3, before: 1, after: 1)
    var window = Window(
      input: shape, geometry: Geometry(rows: axis, columns: axis), repeats: .random(in: 1...2, using: &random))
    window.bufferRows += Int.random(in: 0...3, using: &random)
    try chain.add(window)
    let taps = 9 * window.repeats
    try chain.add(Maximum(format: try Format("fixed<8>"), lanes: 2, taps: taps))
    if Bool.random(using: &random) { try chain.add(Delay(words: .random(in: 1...5, using: &random))) }
    let main = (chain.stream, chain.type)
    try chain.add(Fifo(depth: .random(in: 2...60, using: &random)), reading: [branch])
    try chain.add(Join(), reading: [main, (chain.stream, chain.type)])
    try chain.add(Narrow(factor: 2))
    return chain.pipeline
  }

  @Test func eventsGiveTheCyclesOfEveryClockEdge() throws {
    let seed: UInt64 = 4_711
    print("HorizonTests seed \(seed)")
    var random = SplitMix64(seed: seed)
    var locked = 0
    for index in 0..<120 {
      let pipeline = index % 2 == 0 ? try ChainBuilder.random(&random) : try residual(&random)
      let period = [1, 1, 2, 5].randomElement(using: &random) ?? 1
      let expected = CycleByCycle.ends(of: pipeline, frames: 6, inputPeriod: period)
      var machine = MachineModel(pipeline, pace: period * pipeline.input.stream.wordsPerFrame)
      var found: [Int] = []
      while found.count < 6, let end = machine.runFrame(patience: 4096 + period) { found.append(end) }
      // Both count from the cycle in which the first word is offered.
      #expect(found == expected, "seed \(seed), pipeline \(index): \(pipeline.stages.map(\.operation))")
      if found.count < 6 { locked += 1 }
    }
    #expect(locked > 2 && locked < 50)
  }
}
