internal import PipelineIR
internal import Support

/// Finds for each FIFO the least depth with which no pattern of stalls locks the machine up.
///
/// All FIFOs start with the fewest words that they can have, and one frame runs untimed. Where it stops, stages wait for
/// each other in a circle; a FIFO in it grows, and the same run goes on. FIFOs that grew by leaps then shrink again until
/// one word less would stop the frame.
struct QueueDepths {
  /// The words of each FIFO, by the number of its stage.
  private(set) var depths: [Int: Int] = [:]
  /// The FIFOs of which it is known that one word less locks the machine up.
  private(set) var critical: Set<Int> = []

  private let pipeline: Pipeline
  private let streams: [String: StreamType]
  private let buffers: [Int: StageBuffer]
  private var run: UntimedRun
  /// For each FIFO that has grown, the most words that were too few.
  private var tooFew: [Int: Int] = [:]
  /// Counts that may still be found anew to make FIFOs smaller.
  private var effort = 40_000_000

  /// Throws when stages wait for each other without a FIFO that could grow.
  ///
  /// - Precondition: the streams of `pipeline` fit each other.
  init(_ pipeline: Pipeline, buffers: [(stage: Int, buffer: StageBuffer)]) throws(Failure) {
    self.pipeline = pipeline
    streams = pipeline.streams
    self.buffers = Dictionary(uniqueKeysWithValues: buffers.filter(\.buffer.isQueue).map { ($0.stage, $0.buffer) })
    run = UntimedRun(pipeline)
    for (stage, buffer) in self.buffers {
      depths[stage] = buffer.minimum
      run.replace(stage, capacity(stage, buffer.minimum))
    }
    let start = run
    try grow()
    var template = start
    for (stage, depth) in depths { template.replace(stage, capacity(stage, depth)) }
    for stage in tooFew.keys.sorted() { shrink(stage, template: &template) }
  }

  /// What a FIFO of so many words is sure to hold.
  private func capacity(_ stage: Int, _ depth: Int) -> StageCapacity {
    let stage = pipeline.stages[stage]
    return stage.operation.withBuffer(depth).capacity(inputs: stage.inputs.compactMap { streams[$0] })
  }

  private mutating func grow() throws(Failure) {
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
      tooFew[stage] = depth
      steps[stage] = min(2 * (steps[stage] ?? 0) + 1, 1 << 16)
      depths[stage] = depth + (steps[stage] ?? 1)
      run.replace(stage, capacity(stage, depths[stage] ?? depth))
    }
  }

  private func bits(_ stage: Int) -> Int { buffers[stage]?.bitsPerUnit ?? 0 }

  /// Finds the least depth of one FIFO, the others as they are.
  private mutating func shrink(_ stage: Int, template: inout UntimedRun) {
    guard var good = depths[stage], var bad = tooFew[stage] else { return }
    // Growth elsewhere may have made less enough.
    if ends(stage, bad, template) { (good, bad) = (bad, (buffers[stage]?.minimum ?? 2) - 1) }
    while good - bad > 1, effort > 0 {
      let middle = (good + bad) / 2
      if ends(stage, middle, template) { good = middle } else { bad = middle }
    }
    if good - bad == 1 { critical.insert(stage) }
    depths[stage] = good
    template.replace(stage, capacity(stage, good))
  }

  /// Whether all words leave with another depth of one FIFO.
  private mutating func ends(_ stage: Int, _ depth: Int, _ template: UntimedRun) -> Bool {
    if depth < buffers[stage]?.minimum ?? 2 { return false }
    var trial = template
    trial.replace(stage, capacity(stage, depth))
    let ends = trial.run()
    effort -= trial.steps
    return ends
  }
}
