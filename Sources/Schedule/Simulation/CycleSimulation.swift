package import PipelineIR
package import Support

/// Runs the stage models of a pipeline, exact to the cycle: what the simulated hardware will count.
///
/// The machine is the pipeline behind its frame guard (one register at the input). Both sides of it are counted at
/// the machine's ports, the output is always ready, and reset ends in the cycle in which the first word is offered.
package struct CycleSimulation: Sendable {
  package struct Result: Codable, Sendable, Hashable {
    /// The cycle of the last output handshake of frame 0 minus that of the first input handshake of frame 0.
    package var latencyCycles: Int
    /// Cycles between the last output handshakes of two consecutive frames in the steady state.
    package var cyclesPerFrame: Int
    /// Whether frames left in a rhythm that repeated itself for as long as a frame takes; else `cyclesPerFrame` is the
    /// mean of the later half of the frames, rounded up.
    package var isSteady: Bool
    /// Frames and cycles simulated.
    package var frames: Int
    package var cycles: Int
  }

  /// An input word is offered every `inputPeriod` cycles, and stays until it is taken.
  package var inputPeriod: Int
  package var maximumFrames: Int

  package init(inputPeriod: Int = 1, maximumFrames: Int = 12) {
    self.inputPeriod = max(inputPeriod, 1)
    self.maximumFrames = max(maximumFrames, 1)
  }

  /// Cycles without a change of any signal, and without a stage at work, after which the machine counts as locked up.
  package static let patience = 4096

  /// Throws when the machine locks up; names the stages at which it waits.
  ///
  /// - Precondition: `pipeline.verify()` passes.
  package func run(_ pipeline: Pipeline) throws(Failure) -> Result {
    try observe(pipeline).result
  }

  /// The same with all that is seen on the way.
  func observe(_ pipeline: Pipeline) throws(Failure) -> Observation {
    try run(pipeline, pace: inputPeriod * pipeline.input.stream.wordsPerFrame)
  }

  /// Whether frames leave no later than in these cycles; ends with the first that does.
  func keepsUp(_ pipeline: Pipeline, with ends: [Int]) -> Bool {
    var machine = MachineModel(pipeline, pace: inputPeriod * pipeline.input.stream.wordsPerFrame)
    for last in ends {
      guard let end = machine.runFrame(patience: Self.patience + inputPeriod), end <= last else { return false }
    }
    return true
  }

  /// What a run shows besides its timing.
  struct Observation {
    var result: Result
    /// The cycle of each frame's last word.
    var ends: [Int]
    /// For each stage the least number of words that its buffer has to hold for the same to happen.
    var peakWords: [Int]
  }

  /// A run in which the words of a frame are offered evenly over `pace` cycles.
  ///
  /// With `settles`, it ends only when the buffers' peaks no longer grow from frame to frame.
  func run(_ pipeline: Pipeline, pace: Int, settles: Bool = false) throws(Failure) -> Observation {
    var machine = MachineModel(pipeline, pace: max(pace, pipeline.input.stream.wordsPerFrame))
    var ends: [Int] = []
    var peaks: [Int] = []
    var grows = true
    while !isDone(ends, enough: settles ? 3 : 4) || (settles && grows && !isExhausted(ends)) {
      guard let end = machine.runFrame(patience: Self.patience + inputPeriod) else {
        throw machine.lockUp(of: pipeline)
      }
      ends.append(end)
      guard settles else { continue }
      let now = machine.peakWords
      grows = now != peaks
      peaks = now
    }
    return Observation(result: result(ends), ends: ends, peakWords: peaks)
  }

  private func isDone(_ ends: [Int], enough: Int) -> Bool {
    isExhausted(ends) || (ends.count >= enough && Self.rhythm(of: ends) != nil)
  }

  /// Frames that are shorter than the machine leave in bursts, of which several have to be seen.
  private func isExhausted(_ ends: [Int]) -> Bool {
    guard let first = ends.first, let last = ends.last, ends.count >= maximumFrames else { return false }
    return last >= 8 * first || ends.count >= 4096
  }

  /// The fewest frames, up to 16, that leave again and again in the same number of cycles; nil while they have not done
  /// so for as long as the first frame took.
  private static func rhythm(of ends: [Int]) -> (frames: Int, cycles: Int)? {
    guard let last = ends.indices.last else { return nil }
    for period in 1...16 where last >= 2 * period {
      let cycles = ends[last] - ends[last - period]
      var first = last - period
      while first > 0, ends[first - 1 + period] - ends[first - 1] == cycles { first -= 1 }
      if last - first >= 2 * period, ends[last] - ends[first] >= ends[0] { return (period, cycles) }
    }
    return nil
  }

  private func result(_ ends: [Int]) -> Result {
    let rhythm = Self.rhythm(of: ends)
    let half = max(1, ends.count / 2)
    let (frames, span) = rhythm ?? (ends.count - half, ends[ends.count - 1] - ends[half - 1])
    return Result(
      latencyCycles: ends[0], cyclesPerFrame: (span + frames - 1) / max(1, frames), isSteady: rhythm != nil,
      frames: ends.count, cycles: ends[ends.count - 1] + 1)
  }
}

extension Pipeline {
  /// The cycles that the slowest stage needs for a frame: no machine of these stages is faster.
  package var slowestStageCycles: Int {
    let streams = streams
    return stages.reduce(max(input.stream.wordsPerFrame, output.stream.wordsPerFrame)) { most, stage in
      max(most, stage.operation.cyclesPerFrame(inputs: stage.inputs.compactMap { streams[$0] }))
    }
  }
}
