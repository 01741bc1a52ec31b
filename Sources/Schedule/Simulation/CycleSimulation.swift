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
    /// Whether the last two of these differences were equal; else `cyclesPerFrame` is the mean, rounded up.
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
    while !isDone(ends, enough: settles ? 3 : 4) || (settles && grows && ends.count < maximumFrames) {
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
    ends.count >= maximumFrames || (ends.count >= enough && Self.isSteady(ends))
  }

  private static func isSteady(_ ends: [Int]) -> Bool {
    guard ends.count >= 3 else { return false }
    let last = ends.suffix(3)
    let (a, b, c) = (last[last.startIndex], last[last.startIndex + 1], last[last.startIndex + 2])
    return c - b == b - a
  }

  private func result(_ ends: [Int]) -> Result {
    let steady = Self.isSteady(ends)
    let half = max(1, ends.count / 2)
    let (span, frames) =
      steady
      ? (ends[ends.count - 1] - ends[ends.count - 2], 1)
      : (ends[ends.count - 1] - ends[half - 1], ends.count - half)
    return Result(
      latencyCycles: ends[0], cyclesPerFrame: (span + frames - 1) / max(1, frames),
      isSteady: steady, frames: ends.count, cycles: ends[ends.count - 1] + 1)
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
