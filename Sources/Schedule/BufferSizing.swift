package import PipelineIR
internal import Stages
package import Support

/// Finds how many rows each window holds and how deep each FIFO is: the least that keeps the slowest stage busy.
///
/// The windows first, all with the same number of rows beyond their minimum, then each with as few as the goal
/// allows where that saves block memory, the largest first; then the FIFOs, each by bisection.
package struct BufferSizing {
  package struct Result: Sendable {
    package var pipeline: Pipeline
    package var cycles: CycleSimulation.Result
    /// The cycles a frame that the slowest stage needs.
    package var slowestStage: Int
    /// Whether `cycles.cyclesPerFrame` is that; if not, no buffer size reaches it.
    package var isReached: Bool { cycles.cyclesPerFrame <= slowestStage }
  }

  private var pipeline: Pipeline
  private let simulation: CycleSimulation
  private var goal: Int
  private let memory = SimulationMemory()

  private init(_ pipeline: Pipeline, _ simulation: CycleSimulation) {
    self.pipeline = pipeline
    self.simulation = simulation
    goal = pipeline.slowestStageCycles
  }

  /// The pipeline with sizes set anew in every `Window` and `Fifo`; throws when it locks up at any size.
  ///
  /// - Precondition: `pipeline.verify()` passes.
  package static func size(
    _ pipeline: Pipeline, simulation: CycleSimulation = CycleSimulation()
  ) throws(Failure) -> Result {
    var sizing = BufferSizing(pipeline, simulation)
    let slowest = sizing.goal
    sizing.openFifos()
    try sizing.chooseRows()
    sizing.trimRows()
    sizing.trimFifos()
    return Result(
      pipeline: sizing.pipeline, cycles: try sizing.simulated().get(), slowestStage: slowest)
  }

  private func reachesGoal() -> Bool {
    guard let cycles = try? simulated().get() else { return false }
    return cycles.cyclesPerFrame <= goal
  }

  /// The simulation of the pipeline with its present sizes, run at most once for each choice of them.
  private func simulated() -> Swift.Result<CycleSimulation.Result, Failure> {
    let sizes = pipeline.stages.map { stage in
      (stage.operation as? Window)?.bufferRows ?? (stage.operation as? Fifo)?.depth ?? 0
    }
    if let known = memory.results[sizes] { return known }
    let result = Swift.Result { () throws(Failure) in try simulation.run(pipeline) }
    memory.results[sizes] = result
    return result
  }
}

/// What has been simulated, by the sizes of all stages.
private final class SimulationMemory {
  var results: [[Int]: Result<CycleSimulation.Result, Failure>] = [:]
}

extension BufferSizing {
  private var windows: [Int] {
    pipeline.stages.indices.filter { pipeline.stages[$0].operation is Window }
      .sorted { memoryBits($0) > memoryBits($1) }
  }

  private func memoryBits(_ stage: Int) -> Int {
    pipeline.stages[stage].operation.memoryBits(inputs: pipeline.inputs(of: pipeline.stages[stage]))
  }

  /// Sets the rows of a window to its minimum and `extra` more, and to no fewer than one block RAM holds, as far as
  /// more can help.
  private mutating func setRows(of stage: Int, extra: Int) {
    guard var window = pipeline.stages[stage].operation as? Window else { return }
    let rowBits = max(1, memoryBits(stage) / window.bufferRows)
    let rows = max(window.minimumBufferRows + extra, Self.blockBits / rowBits)
    window.bufferRows = min(rows, max(window.maximumBufferRows, window.minimumBufferRows))
    pipeline.stages[stage].operation = window
  }

  private mutating func setAllRows(extra: Int) {
    for stage in pipeline.stages.indices { setRows(of: stage, extra: extra) }
  }

  private func extraRows(of stage: Int) -> Int {
    (pipeline.stages[stage].operation as? Window).map { $0.bufferRows - $0.minimumBufferRows } ?? 0
  }

  private var mostExtraRows: Int {
    pipeline.stages.reduce(0) { most, stage in
      max(most, (stage.operation as? Window).map { $0.maximumBufferRows - $0.minimumBufferRows } ?? 0)
    }
  }

  /// The first of 0, 1, 2, 4, ... uniform extra rows that reaches the goal; when none does, the best rate (and 0.5 %
  /// more, which is not worth a memory) becomes the goal.
  private mutating func chooseRows() throws(Failure) {
    if triesRows() { return }
    let best = try simulated().get().cyclesPerFrame
    goal = max(goal, best + best / 200)
    _ = triesRows()
  }

  /// Whether some number of uniform extra rows reaches the goal; leaves that number set, else the largest.
  private mutating func triesRows() -> Bool {
    var extra = 0
    while true {
      setAllRows(extra: extra)
      if reachesGoal() { return true }
      if extra >= mostExtraRows { return false }
      extra = min(max(1, 2 * extra), mostExtraRows)
    }
  }

  /// Bits of the smallest block RAMs: a smaller window would save nothing.
  private static let blockBits = 18 << 10

  private mutating func trimRows() {
    for stage in windows where memoryBits(stage) > Self.blockBits {
      let enough = extraRows(of: stage)
      setRows(of: stage, extra: least(0...enough) { sizing, extra in sizing.setRows(of: stage, extra: extra) })
    }
  }

  /// The least value of `range`, whose upper bound is known to reach the goal, with which it is reached.
  private func least(_ range: ClosedRange<Int>, _ set: (inout BufferSizing, Int) -> Void) -> Int {
    var trial = self
    var (low, high) = (range.lowerBound - 1, range.upperBound)
    while high - low > 1 {
      let middle = (low + high) / 2
      set(&trial, middle)
      if trial.reachesGoal() { high = middle } else { low = middle }
    }
    return high
  }
}

extension BufferSizing {
  /// Two frames: more words never wait, for the other branch holds at most so many back.
  private mutating func openFifos() {
    for stage in pipeline.stages.indices where pipeline.stages[stage].operation is Fifo {
      let words = pipeline.inputs(of: pipeline.stages[stage]).first?.wordsPerFrame ?? 1
      pipeline.stages[stage].operation = Fifo(depth: min(max(2 * words, 2), 1 << 20))
    }
  }

  private mutating func trimFifos() {
    for stage in pipeline.stages.indices {
      guard let fifo = pipeline.stages[stage].operation as? Fifo else { continue }
      let depth = least(2...fifo.depth) { sizing, depth in sizing.pipeline.stages[stage].operation = Fifo(depth: depth)
      }
      pipeline.stages[stage].operation = Fifo(depth: depth)
    }
  }
}
