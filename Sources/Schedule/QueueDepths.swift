internal import PipelineIR
internal import Support

/// Makes FIFOs deep enough that no pattern of stalls locks the machine up, and no deeper.
///
/// One frame runs untimed with the FIFOs as they are. Where it stops, stages wait for each other in a circle; a FIFO in it
/// grows, and the same run goes on. FIFOs that grew by leaps then shrink until one word less would stop the frame.
struct QueueDepths {
  /// The words of each FIFO, by the number of its stage.
  private(set) var depths: [Int: Int] = [:]
  /// The FIFOs that grew and of which it is known that one word less locks the machine up.
  private(set) var critical: Set<Int> = []

  private let pipeline: Pipeline
  private let holding: StageHolding
  private let streams: [String: StreamType]
  private let buffers: [Int: StageBuffer]
  /// For each FIFO that has grown, the most words that were too few.
  private var tooFew: [Int: Int] = [:]
  /// Counts that may still be found anew to make FIFOs smaller.
  private var effort = 10_000_000

  /// Throws when stages wait for each other without a FIFO that could grow.
  ///
  /// - Precondition: the streams of `pipeline` fit each other.
  init(_ pipeline: Pipeline, holding: StageHolding = .cells) throws(Failure) {
    self.pipeline = pipeline
    self.holding = holding
    let streams = pipeline.streams
    self.streams = streams
    buffers = pipeline.stages.indices.reduce(into: [:]) { buffers, index in
      let stage = pipeline.stages[index]
      let buffer = stage.operation.buffer(inputs: stage.inputs.compactMap { streams[$0] })
      if let buffer, buffer.isQueue { buffers[index] = buffer }
    }
    depths = buffers.mapValues(\.size)
    try grow()
    for stage in tooFew.keys.sorted() { shrink(stage) }
  }

  /// What a FIFO of so many words is sure to hold.
  private func capacity(_ stage: Int, _ depth: Int) -> StageCapacity {
    let stage = pipeline.stages[stage]
    return holding.capacity(of: stage.operation.withBuffer(depth), inputs: stage.inputs.compactMap { streams[$0] })
  }

  private mutating func grow() throws(Failure) {
    var run = UntimedRun(pipeline, holding: holding)
    var steps: [Int: Int] = [:]
    while !run.run() {
      let circle = run.circle
      let growing = circle.filter { stage in
        buffers[stage].map { depths[stage] ?? 0 < $0.maximum } ?? false
      }
      // The FIFO of the narrowest words.
      guard let stage = growing.min(by: { bits($0) < bits($1) }), let depth = depths[stage] else {
        throw pipeline.lockUp(circle)
      }
      let step = min(2 * (steps[stage] ?? 0) + 1, 1 << 16)
      (tooFew[stage], steps[stage], depths[stage]) = (depth, step, depth + step)
      run.replace(stage, capacity(stage, depth + step))
    }
  }

  private func bits(_ stage: Int) -> Int { buffers[stage]?.bitsPerUnit ?? 0 }

  /// Finds the least depth of one FIFO, the others as they are.
  private mutating func shrink(_ stage: Int) {
    guard var good = depths[stage], var bad = tooFew[stage], let least = buffers[stage]?.size else { return }
    // Growth elsewhere may have made less enough.
    if ends(stage, bad) { (good, bad) = (bad, least - 1) }
    while good - bad > 1, effort > 0 {
      let middle = (good + bad) / 2
      if ends(stage, middle) { good = middle } else { bad = middle }
    }
    if good - bad == 1 && bad >= least { critical.insert(stage) }
    depths[stage] = good
  }

  /// Whether all words leave with another depth of one FIFO.
  private mutating func ends(_ stage: Int, _ depth: Int) -> Bool {
    var trial = pipeline
    for (index, words) in depths { trial.stages[index].operation = trial.stages[index].operation.withBuffer(words) }
    trial.stages[stage].operation = trial.stages[stage].operation.withBuffer(depth)
    var run = UntimedRun(trial, holding: holding)
    let ends = run.run()
    effort -= run.steps
    return ends
  }
}
