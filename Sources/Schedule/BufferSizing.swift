package import PipelineIR
package import Support

/// Finds how many rows each window holds and how deep each FIFO is: the least that keeps the slowest stage busy.
///
/// 1. With all buffers as large as can help, the words of each frame are offered evenly over as many cycles as the
///    slowest stage needs, so that no stage runs ahead of the others for long. What each buffer then holds at most is
///    enough for the same schedule to happen again.
/// 2. One simulation of the machine with these sizes, the input always willing, shows that they suffice; they grow
///    until it does. Its cycles are the reported ones.
/// 3. Windows then lose rows where that saves a block of memory, and FIFOs words, until one less would lock the machine
///    up or make it slower, which is simulated too. Where that takes long, FIFOs lose words only to save a block.
package struct BufferSizing {
  package struct Result: Sendable {
    package var pipeline: Pipeline
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
    /// What the simulation of the same machine says when this FIFO holds one word less.
    package enum OneLess: Codable, Sendable, Hashable {
      case locksUp
      /// Cycles a frame, more than with the chosen depth.
      case slower(Int)
      /// The depth is the least that a FIFO has.
      case isLeast
      /// Not tried: it holds what it does when words come evenly, and less would take as many blocks of memory.
      case savesNothing
    }

    package var stage: String
    package var layer: String
    /// Words.
    package var depth: Int
    package var wordBits: Int
    package var oneLess: OneLess
  }

  private var pipeline: Pipeline
  private let simulation: CycleSimulation
  private var goal: Int
  /// Cycles times stages that may still be simulated to save less than a block of memory.
  private var effort = 8 << 20

  private init(_ pipeline: Pipeline, _ simulation: CycleSimulation) {
    self.pipeline = pipeline
    self.simulation = simulation
    goal = pipeline.slowestStageCycles
  }

  /// The pipeline with sizes set anew in all its buffers; throws when it locks up at any size.
  ///
  /// - Precondition: `pipeline.verify()` passes.
  package static func size(
    _ pipeline: Pipeline, simulation: CycleSimulation = CycleSimulation()
  ) throws(Failure) -> Result {
    var sizing = BufferSizing(pipeline, simulation)
    let slowest = sizing.goal
    let fitted = try sizing.fit()
    sizing.trimWindows(fitted.ends)
    var cycles = fitted.result
    let queues = sizing.trimQueues(&cycles)
    return Result(pipeline: sizing.pipeline, cycles: cycles, slowestStage: slowest, queues: queues)
  }
}

extension BufferSizing {
  /// The buffers by the number of their stage.
  private var buffers: [(stage: Int, buffer: StageBuffer)] {
    let streams = pipeline.streams
    return pipeline.stages.enumerated().compactMap { index, stage in
      stage.operation.buffer(inputs: stage.inputs.compactMap { streams[$0] }).map { (index, $0) }
    }
  }

  private mutating func set(_ stage: Int, _ size: Int) {
    pipeline.stages[stage].operation = pipeline.stages[stage].operation.withBuffer(size)
  }

  /// The simulation of the pipeline with its present sizes, where it reaches the goal; else its outcome.
  private func tried() -> Trial {
    guard let seen = try? simulation.observe(pipeline) else { return .locksUp }
    return seen.result.cyclesPerFrame <= goal ? .reaches(seen) : .slower(seen.result.cyclesPerFrame)
  }

  private enum Trial {
    case reaches(CycleSimulation.Observation)
    case slower(Int)
    case locksUp
  }

  /// Sets all sizes; the simulation that shows that they reach the goal.
  private mutating func fit() throws(Failure) -> CycleSimulation.Observation {
    let buffers = buffers
    for (stage, buffer) in buffers { set(stage, buffer.maximum) }
    var seen = try simulation.run(pipeline, pace: goal, settles: true)
    if seen.result.cyclesPerFrame > goal {
      // No size reaches the goal: the best rate takes its place, and 0.5 % more, which is not worth a memory.
      goal = seen.result.cyclesPerFrame + seen.result.cyclesPerFrame / 200
      seen = try simulation.run(pipeline, pace: goal, settles: true)
      goal = max(goal, seen.result.cyclesPerFrame)
    }
    for slack in [0, 1, 2, 4, 8, 64, 1024] {
      for (stage, buffer) in buffers { set(stage, buffer.size(for: seen.peakWords[stage], slack: slack)) }
      if case .reaches(let found) = tried() { return found }
    }
    return try simulation.observe(pipeline)
  }

  /// Takes rows from windows, the largest first, where that saves blocks of memory and no frame leaves later than in
  /// these cycles.
  private mutating func trimWindows(_ ends: [Int]) {
    for (stage, buffer) in buffers.filter({ !$0.buffer.isQueue }).sorted(by: { $0.buffer.bits > $1.buffer.bits }) {
      var size = buffer.size
      while let smaller = buffer.oneBlockLess(size), smaller >= buffer.minimum {
        set(stage, smaller)
        guard simulation.keepsUp(pipeline, with: ends) else { break }
        size = smaller
      }
      set(stage, size)
    }
  }

  /// Makes each queue as shallow as the goal allows, and says why it is no shallower.
  private mutating func trimQueues(_ cycles: inout CycleSimulation.Result) -> [Queue] {
    buffers.filter(\.buffer.isQueue).map { stage, buffer in
      let (depth, oneLess) = trim(stage, buffer, &cycles)
      return Queue(
        stage: pipeline.stages[stage].name, layer: pipeline.stages[stage].layer, depth: depth,
        wordBits: buffer.bitsPerUnit, oneLess: oneLess)
    }
  }

  /// Finds the least size of a queue that reaches the goal, and what one less does; `cycles` become those of the last
  /// machine that reaches it.
  ///
  /// Goes down in growing steps to a size that is too small, and halves what is left. It stops early when that has
  /// cost much and nothing smaller would save a block of memory.
  private mutating func trim(
    _ stage: Int, _ buffer: StageBuffer, _ cycles: inout CycleSimulation.Result
  ) -> (size: Int, oneLess: Queue.OneLess) {
    var (good, bad, step) = (buffer.size, buffer.minimum - 1, 1)
    var oneLess = Queue.OneLess.isLeast
    while good - bad > 1 {
      if effort <= 0 && buffer.blocks(good) == buffer.blocks(bad + 1) {
        oneLess = .savesNothing
        break
      }
      let trial = step > 0 ? max(bad + 1, good - step) : (good + bad) / 2
      set(stage, trial)
      switch tried() {
      case .reaches(let found): (good, cycles, step) = (trial, found.result, 2 * step)
      case .slower(let found): (bad, step, oneLess) = (trial, 0, .slower(found))
      case .locksUp: (bad, step, oneLess) = (trial, 0, .locksUp)
      }
      effort -= cycles.cycles * pipeline.stages.count
    }
    set(stage, good)
    return (good, oneLess)
  }
}

extension StageBuffer {
  /// Bits of the smallest block RAMs: a smaller window would save nothing.
  private static let blockBits = 18 << 10

  /// Bits of the buffer as it is.
  fileprivate var bits: Int { size * bitsPerUnit }
  /// Block RAMs for so many units.
  fileprivate func blocks(_ units: Int) -> Int { (units * bitsPerUnit + Self.blockBits - 1) / Self.blockBits }

  /// The most units that take a block less than `units` do; nil where these take one.
  fileprivate func oneBlockLess(_ units: Int) -> Int? {
    let blocks = blocks(units)
    return blocks > 1 ? (blocks - 1) * Self.blockBits / max(1, bitsPerUnit) : nil
  }

  /// The units that hold `words` and `slack` more; a window no fewer than one block RAM holds, as far as more can help.
  fileprivate func size(for words: Int, slack: Int) -> Int {
    let needed = (words + wordsPerUnit - 1) / wordsPerUnit + slack
    return min(max(needed, minimum, isQueue ? 0 : Self.blockBits / max(1, bitsPerUnit)), maximum)
  }
}
