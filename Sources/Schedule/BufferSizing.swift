package import PipelineIR
package import Support

/// Finds how many rows each window holds and how deep each FIFO is.
///
/// 1. They hold what keeps the slowest stage busy: `EvenSchedule` offers the words of each frame evenly over as many
///    cycles as that stage needs, and what a buffer then holds at most is enough for the same to happen again.
/// 2. A FIFO holds enough for every pattern of stalls: `QueueDepths` finds by an untimed run of a frame what that takes.
/// 3. One simulation of the machine with the larger of both, the input always willing, gives the reported cycles. Where it
///    shows fewer frames than the slowest stage could make, sizes grow and it is repeated, as far as that is quick.
package struct BufferSizing {
  /// What was found for a pipeline.
  package struct Result: Sendable {
    /// The pipeline with its buffers sized.
    package var pipeline: Pipeline
    /// What the simulation counted.
    package var cycles: CycleSimulation.Result
    /// The cycles a frame that the slowest stage needs.
    package var slowestStage: Int
    /// The FIFOs between forks and joins, in the pipeline's order.
    package var queues: [Queue]
    /// Whether `cycles.cyclesPerFrame` is that; if not, no buffer size that was tried reaches it.
    package var isReached: Bool { cycles.cyclesPerFrame <= slowestStage }
  }

  /// One FIFO of a branch, and why it is no shallower.
  package struct Queue: Codable, Sendable, Hashable {
    /// What decided a depth.
    package enum Reason: Codable, Sendable, Hashable {
      /// With one word less some pattern of stalls locks the machine up.
      case locksUp
      /// The depth is the least that a FIFO has.
      case isLeast
      /// What it holds when words come evenly, as fast as the slowest stage takes them.
      case keepsRate
    }

    /// The stage's name.
    package var stage: String
    /// The layer that it belongs to.
    package var layer: String
    /// Words.
    package var depth: Int
    /// Bits of a word.
    package var wordBits: Int
    /// Why it is no shallower.
    package var reason: Reason
  }

  private var pipeline: Pipeline
  private let buffers: [(stage: Int, buffer: StageBuffer)]
  private let even: EvenSchedule
  /// The FIFOs of which it is known that one word less locks the machine up, and the least depths of all.
  private var critical: Set<Int> = []
  private var depths: [Int: Int] = [:]

  private init(_ pipeline: Pipeline, _ holding: StageHolding) throws(Failure) {
    self.pipeline = pipeline
    let streams = pipeline.streams
    buffers = pipeline.stages.enumerated().compactMap { index, stage in
      stage.operation.buffer(inputs: stage.inputs.compactMap { streams[$0] }).map { (index, $0) }
    }
    even = EvenSchedule(pipeline, pace: pipeline.slowestStageCycles)
    setSizes(slack: 0)
    let queues = try QueueDepths(self.pipeline, holding: holding)
    (critical, depths) = (queues.critical, queues.depths)
  }

  /// Words by which windows and FIFOs exceed what they hold when words come evenly.
  private static let slacks = [0, 1, 2, 4, 8, 64, 1024]

  /// The pipeline with sizes set anew in all its buffers; throws when it locks up at any size.
  ///
  /// - Parameter holding: what the words lie in that no pattern of stalls may stop.
  /// - Parameter report: hears what is done next.
  /// - Precondition: the streams of `pipeline` fit each other.
  package static func size(
    _ pipeline: Pipeline, holding: StageHolding = .cells, simulation: CycleSimulation = CycleSimulation(),
    report: (String) -> Void = { _ in }
  ) throws(Failure) -> Result {
    report("sizing the buffers of \(pipeline.stages.count) stages")
    var sizing = try BufferSizing(pipeline, holding)
    var best: Result?
    // What a simulation cannot end is not begun.
    var effort = pipeline.results > simulation.effort / 16 ? 0 : simulation.effort
    for slack in slacks {
      sizing.setSizes(slack: slack)
      if effort > 0 { report("simulating frames" + (slack > 0 ? ", buffers larger by \(slack)" : "")) }
      let cycles = try simulation.run(sizing.pipeline, effort: effort) ?? sizing.estimate
      if best.map({ cycles.cyclesPerFrame < $0.cycles.cyclesPerFrame }) ?? true { best = sizing.result(cycles) }
      effort -= cycles.effort
      if cycles.cyclesPerFrame <= pipeline.slowestStageCycles || effort <= cycles.effort { break }
    }
    return best ?? sizing.result(sizing.estimate)
  }

  private mutating func setSizes(slack: Int) {
    for (stage, buffer) in buffers {
      let size = max(buffer.size(for: even.peakWords[stage], slack: slack), depths[stage] ?? 0)
      pipeline.stages[stage].operation = pipeline.stages[stage].operation.withBuffer(size)
    }
  }

  private func result(_ cycles: CycleSimulation.Result) -> Result {
    let streams = pipeline.streams
    let found = buffers.filter(\.buffer.isQueue).compactMap { index, buffer -> Queue? in
      let stage = pipeline.stages[index]
      guard let now = stage.operation.buffer(inputs: stage.inputs.compactMap { streams[$0] }) else { return nil }
      let isLive = now.size == depths[index] && critical.contains(index)
      return Queue(
        stage: stage.name, layer: stage.layer, depth: now.size, wordBits: buffer.bitsPerUnit,
        reason: isLive ? .locksUp : now.size == buffer.minimum ? .isLeast : .keepsRate)
    }
    return Result(pipeline: pipeline, cycles: cycles, slowestStage: pipeline.slowestStageCycles, queues: found)
  }

  /// The cycles of a machine that is too large to simulate: those of its slowest stage.
  private var estimate: CycleSimulation.Result {
    let first = EvenSchedule(pipeline, pace: pipeline.input.stream.wordsPerFrame)
    return CycleSimulation.Result(
      latencyCycles: first.latency, cyclesPerFrame: pipeline.slowestStageCycles, isSteady: false, frames: 0, cycles: 0)
  }
}

extension Pipeline {
  /// Words of a frame on all streams but those that leave windows, which move many at once: a measure of the events of
  /// a simulated frame.
  fileprivate var results: Int {
    let streams = streams
    return stages.reduce(0) { sum, stage in
      stage.operation.buffer(inputs: stage.inputs.compactMap { streams[$0] }).map(\.isQueue) == false
        ? sum : sum + stage.outputs.reduce(0) { $0 + $1.wordsPerFrame }
    }
  }
}

extension StageBuffer {
  /// Bits of the smallest block RAMs: a smaller window would save nothing.
  private static let blockBits = 18 << 10

  /// The units that hold `words` and `slack` more; a window no fewer than one block RAM holds, as far as more can help.
  fileprivate func size(for words: Int, slack: Int) -> Int {
    let needed = (words + wordsPerUnit - 1) / wordsPerUnit + slack
    return min(max(needed, minimum, isQueue ? 0 : Self.blockBits / max(1, bitsPerUnit)), maximum)
  }
}
