package import PipelineIR
package import Support

/// Runs the stage models of a pipeline, exact to the cycle: what the simulated hardware will count.
///
/// The machine is the pipeline behind its frame guard (one register at the input). Both sides of it are counted at
/// the machine's ports, the output is always ready, and reset ends in the cycle in which the first word is offered.
package struct CycleSimulation: Sendable {
  /// What was counted.
  package struct Result: Codable, Sendable, Hashable {
    /// The cycle of the last output handshake of frame 0 minus that of the first input handshake of frame 0.
    package var latencyCycles: Int
    /// Cycles between the last output handshakes of two consecutive frames in the steady state.
    package var cyclesPerFrame: Int
    /// Whether frames left in a rhythm that repeated itself for as long as a frame takes; else `cyclesPerFrame` is the
    /// mean of the later half of the frames, rounded up.
    package var isSteady: Bool
    /// Frames and cycles simulated; none where the machine is too large, so that the cycles are estimated.
    package var frames: Int
    /// Cycles that were simulated.
    package var cycles: Int
    /// How often a stage was looked at.
    var effort = 0

    private enum CodingKeys: String, CodingKey { case latencyCycles, cyclesPerFrame, isSteady, frames, cycles }
  }

  /// An input word is offered every `inputPeriod` cycles, and stays until it is taken.
  package var inputPeriod: Int
  /// Frames that are simulated at most.
  package var maximumFrames: Int

  /// How often stages may be looked at, for some seconds.
  let effort: Int

  /// A simulation of at most so many frames and looks at stages.
  package init(inputPeriod: Int = 1, maximumFrames: Int = 12, effort: Int = 12_000_000) {
    self.inputPeriod = max(inputPeriod, 1)
    self.maximumFrames = max(maximumFrames, 1)
    self.effort = effort
  }

  /// Cycles without a change of any signal, and without a stage at work, after which the machine counts as locked up.
  package static let patience = 4096

  /// Throws when the machine locks up; names the stages at which it waits.
  ///
  /// - Precondition: the streams of `pipeline` fit each other.
  package func run(_ pipeline: Pipeline) throws(Failure) -> Result {
    guard let result = try run(pipeline, effort: .max) else { throw Failure(at: pipeline.name, "cannot be simulated") }
    return result
  }

  /// The same; nil where stages would have to be looked at more often than `effort` says.
  func run(_ pipeline: Pipeline, effort: Int) throws(Failure) -> Result? {
    var machine = MachineModel(pipeline, pace: inputPeriod * pipeline.input.stream.wordsPerFrame, effort: effort)
    var ends: [Int] = []
    let slowest = pipeline.slowestStageCycles
    while !isDone(ends, slowest) {
      guard let end = machine.runFrame(patience: Self.patience + inputPeriod) else {
        if machine.isExhausted { return nil }
        throw machine.lockUp(of: pipeline)
      }
      ends.append(end)
    }
    return result(ends, effort: effort - machine.effort)
  }

  /// Whether a rhythm has been found, or several bursts of frames that are shorter than the machine have been seen.
  private func isDone(_ ends: [Int], _ slowest: Int) -> Bool {
    guard let first = ends.first, let last = ends.last, ends.count >= 3 else { return false }
    if let rhythm = Self.rhythm(of: ends), ends.count >= 4 || rhythm.cycles == rhythm.frames * slowest { return true }
    return ends.count >= maximumFrames && (last >= 8 * first || ends.count >= 4096)
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

  private func result(_ ends: [Int], effort: Int) -> Result {
    let rhythm = Self.rhythm(of: ends)
    let half = max(1, ends.count / 2)
    let (frames, span) = rhythm ?? (ends.count - half, ends[ends.count - 1] - ends[half - 1])
    return Result(
      latencyCycles: ends[0], cyclesPerFrame: (span + frames - 1) / max(1, frames), isSteady: rhythm != nil,
      frames: ends.count, cycles: ends[ends.count - 1] + 1, effort: effort)
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
