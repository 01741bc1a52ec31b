package import PipelineIR
package import Support

/// Finds how many rows each window holds and how deep each FIFO is: the least that keeps the slowest stage busy.
///
/// 1. With all buffers as large as can help, the words of each frame are offered evenly over as many cycles as the
///    slowest stage needs, so that no stage runs ahead of the others for long. What each buffer then holds at most is
///    enough for the same schedule to happen again.
/// 2. One simulation of the machine with these sizes, the input always willing, shows that they suffice; they grow
///    until it does. Its cycles are the reported ones.
/// 3. Each FIFO then loses words until one less would lock the machine up or make it slower, which is simulated too.
package struct BufferSizing {
  package struct Result: Sendable {
    package var pipeline: Pipeline
    package var cycles: CycleSimulation.Result
    /// The cycles a frame that the slowest stage needs.
    package var slowestStage: Int
    /// The FIFOs between forks and joins, in the pipeline's order.
    package var queues: [Queue]
    /// Whether `cycles.cyclesPerFrame` is that; if not, no buffer size reaches it.
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
  /// By the number of its stage, a depth for a queue that is probably enough, and hardly more.
  private var least: [Int: Int] = [:]

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
    var cycles = try sizing.fit()
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

  /// Sets the sizes that `peaks` ask for, and `slack` units more; the simulation where it reaches the goal.
  private mutating func fits(_ peaks: [Int], slack: Int = 0) -> CycleSimulation.Result? {
    for (stage, buffer) in buffers { set(stage, buffer.size(for: peaks[stage], slack: slack)) }
    guard let cycles = try? simulation.run(pipeline), cycles.cyclesPerFrame <= goal else { return nil }
    return cycles
  }

  /// Sets all sizes; the simulation that shows that they reach the goal.
  ///
  /// Where words come so slowly that each is done with before the next enters, the queues hold no more than what the
  /// other branch has to take before it gives anything: fewer words lock the machine up. That mostly suffices. Where
  /// it does not, queues hold at first what they do when words come evenly.
  private mutating func fit() throws(Failure) -> CycleSimulation.Result {
    let buffers = buffers
    for (stage, buffer) in buffers { set(stage, buffer.maximum) }
    var seen = try simulation.run(pipeline, pace: goal, settles: true)
    debugLine("even: \(seen)")
    if seen.result.cyclesPerFrame > goal {
      // No size reaches the goal: the best rate takes its place, and 0.5 % more, which is not worth a memory.
      goal = seen.result.cyclesPerFrame + seen.result.cyclesPerFrame / 200
      seen = try simulation.run(pipeline, pace: goal, settles: true)
      goal = max(goal, seen.result.cyclesPerFrame)
    }
    if buffers.contains(where: { $0.buffer.isQueue }) {
      let slow = try CycleSimulation(maximumFrames: 1).run(pipeline, pace: 64 * goal, settles: true)
      var peaks = seen.peakWords
      for (stage, buffer) in buffers where buffer.isQueue { peaks[stage] = min(peaks[stage], slow.peakWords[stage]) }
      least = Dictionary(buffers.map { ($0.stage, $0.buffer.size(for: peaks[$0.stage], slack: 0)) }) { first, _ in first }
      debugLine("slow: \(slow.result) \(buffers.filter(\.buffer.isQueue).map { (seen.peakWords[$0.stage], slow.peakWords[$0.stage]) })")
      if let cycles = fits(peaks) { debugLine("fits"); return cycles }
    }
    for slack in [0, 1, 2, 4, 8] {
      if let cycles = fits(seen.peakWords, slack: slack) { return cycles }
    }
    for (stage, buffer) in buffers { set(stage, buffer.maximum) }
    return try simulation.run(pipeline)
  }

  /// Makes each queue as shallow as the goal allows; `cycles` become those of the last machine that reaches it.
  private mutating func trimQueues(_ cycles: inout CycleSimulation.Result) -> [Queue] {
    buffers.filter(\.buffer.isQueue).map { stage, buffer in
      var (good, bad) = (buffer.size, buffer.minimum - 1)
      var oneLess = Queue.OneLess.isLeast
      // Upwards from the guess to the first that suffices, downwards from there to the first that does not, halving.
      var guess = min(least[stage] ?? good, good - 1)
      var step = 1
      while good - bad > 1 {
        let trial = guess > bad && guess < good ? guess : (good + bad) / 2
        set(stage, trial)
        let found = try? simulation.run(pipeline)
        debugLine("trial \(pipeline.stages[stage].name) \(trial): \(String(describing: found))")
        if let found, found.cyclesPerFrame <= goal {
          (good, cycles) = (trial, found)
          guess = trial - step
        } else {
          bad = trial
          guess = trial + step
          oneLess = found.map { .slower($0.cyclesPerFrame) } ?? .locksUp
        }
        step *= 2
      }
      set(stage, good)
      return Queue(
        stage: pipeline.stages[stage].name, layer: pipeline.stages[stage].layer, depth: good,
        wordBits: buffer.bitsPerUnit, oneLess: oneLess)
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

import Foundation
private func debugLine(_ text: String) {
  if ProcessInfo.processInfo.environment["MDEBUG"] != nil {
    FileHandle.standardError.write(Data("\(DispatchTime.now().uptimeNanoseconds / 1_000_000) \(text)\n".utf8))
  }
}
