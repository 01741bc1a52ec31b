import Arithmetic
import Datapath
import Foundation
import PipelineIR
import StageTools
import Stages
import Support
import Testing

@testable import Schedule

/// What the untimed run says of a machine is what the machine does: in the cycle model and in RTL, stages as lazy as may be.
@Suite struct LivenessTests {
  private static let frames = 2

  /// Graphs of the ordinary tests; more by MANTISSA_GRAPHS.
  private static let graphs = ProcessInfo.processInfo.environment["MANTISSA_GRAPHS"].flatMap { Int($0) } ?? 60

  /// The words of two frames that leave a machine with gates.
  private static func leaving(_ pipeline: Pipeline, _ gates: Gates) -> GatedMachine {
    var machine = GatedMachine(pipeline, frames: frames)
    machine.run(gates)
    return machine
  }

  private static func streams(_ pipeline: Pipeline) -> Int { GatedMachine.numbers(of: pipeline).count }

  /// So many random graphs with no more streams than gates can be, by their seeds.
  private static func pipelines(_ count: Int, from first: UInt64, step: UInt64 = 1) throws -> [UInt64: Pipeline] {
    var found: [UInt64: Pipeline] = [:]
    var seed = first
    while found.count < count {
      let pipeline = try RandomGraph.pipeline(seed: seed)
      if streams(pipeline) <= 64 { found[seed] = pipeline }
      seed += step
    }
    return found
  }

  /// The machine with FIFOs just deep enough.
  private static func sized(_ pipeline: Pipeline) throws -> (pipeline: Pipeline, critical: [Int]) {
    let queues = try QueueDepths(pipeline)
    var sized = pipeline
    for (stage, depth) in queues.depths { sized.stages[stage].operation = Fifo(depth: depth) }
    return (sized, queues.critical.sorted())
  }

  /// The machine with one word less in a FIFO.
  private static func less(_ pipeline: Pipeline, _ stage: Int) -> Pipeline {
    var smaller = pipeline
    smaller.stages[stage].operation = Fifo(depth: (smaller.stages[stage].operation as? Fifo).map { $0.depth - 1 } ?? 2)
    return smaller
  }

  /// A pattern that locks a machine up: some order in which gates open one at a time.
  ///
  /// The order matters where a window has words ahead of what waits at its output.
  private static func lockUp(of pipeline: Pipeline, _ random: inout SplitMix64) -> Gates? {
    for _ in 0..<12 {
      let gates = Gates.lazy(streams(pipeline), &random)
      if leaving(pipeline, gates).passedAtOutput < frames * pipeline.output.stream.wordsPerFrame { return gates }
    }
    return nil
  }

  @Test func theUntimedRunDecidesForEveryPatternOfStalls() throws {
    var (locked, grown, loose) = (0, 0, 0)
    for (seed, pipeline) in try Self.pipelines(Self.graphs, from: 1).sorted(by: { $0.key < $1.key }) {
      try pipeline.verifyStreams()
      var random = SplitMix64(seed: seed)
      let whole = Self.frames * pipeline.output.stream.wordsPerFrame
      var asGiven = UntimedRun(pipeline)
      let isLive = asGiven.run()
      let given = Self.leaving(pipeline, .lazy(Self.streams(pipeline), &random)).passedAtOutput
      #expect((given == whole) == isLive, "seed \(seed): \(given) of \(whole) words")
      if !isLive { locked += 1 }
      let (sized, critical) = try Self.sized(pipeline)
      try sized.verify()
      for gates in Gates.all(Self.streams(sized), &random) {
        #expect(Self.leaving(sized, gates).passedAtOutput == whole, "seed \(seed), \(gates.name)")
      }
      for stage in critical {
        let smaller = Self.less(sized, stage)
        #expect(throws: Failure.self) { try smaller.verify() }
        grown += 1
        if Self.lockUp(of: smaller, &random) != nil { continue }
        // A window holds one word more where what it waits for makes sure that the word has come by then.
        loose += 1
        var run = UntimedRun(smaller)
        #expect(!run.run() && run.circle.contains { smaller.stages[$0].operation is Window }, "seed \(seed), \(stage)")
      }
    }
    print(
      "LivenessTests: \(Self.graphs) graphs, \(locked) lock up with least FIFOs, \(grown) depths critical, \(loose) of them by a word more"
    )
    #expect(locked > Self.graphs / 10 && grown > Self.graphs / 10 && loose * 20 < grown)
  }

  /// The RTL counts the words of the cycle model on every stream, whether it ends or locks up.
  @Test(arguments: StageBench.Simulator.allCases) func theHardwareLocksUpWhereTheModelDoes(
    _ simulator: StageBench.Simulator
  ) throws {
    var cases: [GatedBench.Case] = []
    var expected: [(counts: [Int], isLive: Bool, name: String)] = []
    func add(_ pipeline: Pipeline, _ gates: Gates, _ isLive: Bool) {
      let machine = Self.leaving(pipeline, gates)
      cases.append(.init(pipeline: pipeline, gates: gates, frames: Self.frames, cycles: machine.cycle))
      expected.append((machine.passed, isLive, "\(pipeline.name), \(gates.name)"))
    }
    let count = max(1, Self.graphs / (simulator == .icarus ? 6 : 20))
    for (index, graph) in try Self.pipelines(count, from: 1_000, step: 7).sorted(by: { $0.key < $1.key }).enumerated() {
      let pipeline = graph.value
      var random = SplitMix64(seed: UInt64(index))
      let (sized, critical) = try Self.sized(pipeline)
      add(sized, Gates.all(Self.streams(sized), &random)[index % 6], true)
      guard let stage = critical.first else { continue }
      add(sized, .lazy(Self.streams(sized), &random), true)
      let smaller = Self.less(sized, stage)
      if let gates = Self.lockUp(of: smaller, &random) { add(smaller, gates, false) }
    }
    let found = try GatedBench.run(cases, in: simulator)
    for (index, item) in expected.enumerated() {
      let (pipeline, counts) = (cases[index].pipeline, found[index].counts)
      #expect(counts == item.counts, "\(item.name)")
      let last = GatedMachine.numbers(of: pipeline)[pipeline.outputStream] ?? 0
      let ends = counts.indices.contains(last) && counts[last] == Self.frames * pipeline.output.stream.wordsPerFrame
      #expect(ends == item.isLive, "\(item.name)")
    }
    print("LivenessTests \(simulator): \(cases.count) machines, \(expected.count { !$0.isLive }) of them lock up")
  }

  /// Branches that meet in an Add and in a Concat, FIFOs with room for a row more than they need: how often counts are
  /// found anew does not depend on a row's length, and follows the number of rows.
  @Test func wordsMoveInBlocks() throws {
    func steps(height: Int, width: Int) throws -> Int {
      let shape = Shape(height: height, width: width, channels: 2)
      var chain = try ChainBuilder(shape: shape, lanes: 2)
      let axis = Geometry.Axis(kernel: 3, before: 1, after: 1)
      for join in [Join() as any StageOperation, Stages.Join(counts: [1, 1])] {
        try chain.add(Fork())
        let branch = (chain.stages[chain.stages.count - 1].outputNames[1], chain.type)
        try chain.add(Window(input: shape, geometry: Geometry(rows: axis, columns: axis)))
        try chain.add(Maximum(format: try Format("fixed<8>"), lanes: 2, taps: 9))
        let main = (chain.stream, chain.type)
        try chain.add(Fifo(depth: 2), reading: [branch])
        try chain.add(join, reading: [main, (chain.stream, chain.type)])
      }
      var pipeline = try Self.sized(chain.pipeline).pipeline
      for index in pipeline.stages.indices {
        guard let fifo = pipeline.stages[index].operation as? Fifo else { continue }
        pipeline.stages[index].operation = Fifo(depth: fifo.depth + 2 * width)
      }
      var run = UntimedRun(pipeline)
      let ends = run.run()
      #expect(ends)
      return run.steps
    }
    let few = try steps(height: 64, width: 16)
    let (wide, high) = (try steps(height: 64, width: 512), try steps(height: 128, width: 16))
    #expect(wide < 2 * few, "\(few), \(wide)")
    #expect(high < 3 * few, "\(few), \(high)")
  }

  @Test func aLockUpIsNamed() throws {
    var found: Pipeline?
    for seed in 1...UInt64(200) where found == nil {
      let pipeline = try RandomGraph.pipeline(seed: seed)
      var run = UntimedRun(pipeline)
      if !run.run() { found = pipeline }
    }
    let pipeline = try #require(found)
    let failure = #expect(throws: Failure.self) { try pipeline.verify() }
    #expect(failure?.description.contains("can lock up") == true, "\(String(describing: failure))")
    #expect(pipeline.stages.contains { failure?.description.contains("'\($0.name)'") == true })
  }
}
