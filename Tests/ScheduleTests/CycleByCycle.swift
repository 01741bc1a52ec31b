import PipelineIR
import Support

/// The stage models of a pipeline, joined, with the frame guard before them: every stage clocked in every cycle.
///
/// What the simulation from event to event is compared with.
struct CycleByCycle {
  private let stages: [Joined]
  /// What each stream says in this cycle: 1 or 0.
  private var valid: [UInt32]
  private var ready: [UInt32]
  private let output: Int
  private let wordsPerFrame: Int
  private let inputPeriod: Int

  private(set) var cycle = 0
  /// The cycle in which the first word entered.
  private(set) var firstEntry = -1
  private var nextOffer = 0
  private var guardValid: UInt32 = 0
  private var lastMove = 0

  init(_ pipeline: Pipeline, inputPeriod: Int) {
    let types = pipeline.streams
    var numbers = [Pipeline.inputStream: 0]
    for name in pipeline.stages.flatMap(\.outputNames) { numbers[name] = numbers.count }
    stages = pipeline.stages.map { stage in
      Joined(
        stage.operation.model(inputs: stage.inputs.compactMap { types[$0] }),
        inputs: stage.inputs.compactMap { numbers[$0] }, outputs: stage.outputNames.compactMap { numbers[$0] })
    }
    valid = Array(repeating: 0, count: numbers.count)
    for stage in stages { stage.show(stage.reset, in: &valid) }
    ready = Array(repeating: 0, count: numbers.count)
    output = numbers[pipeline.outputStream] ?? 0
    wordsPerFrame = pipeline.output.stream.wordsPerFrame
    self.inputPeriod = inputPeriod
  }

  /// The cycles in which the last words of `frames` frames leave; fewer when the machine locks up.
  static func ends(of pipeline: Pipeline, frames: Int, inputPeriod: Int = 1) -> [Int] {
    var machine = CycleByCycle(pipeline, inputPeriod: inputPeriod)
    var ends: [Int] = []
    while ends.count < frames, let end = machine.runFrame(patience: 4096 + inputPeriod) { ends.append(end) }
    return ends
  }

  /// Runs until one more frame has left; the cycle of its last word, or nil when nothing moves for `patience` cycles.
  mutating func runFrame(patience: Int) -> Int? {
    var left = wordsPerFrame
    while left > 0 {
      guard cycle - lastMove <= patience else { return nil }
      if step() { left -= 1 }
    }
    return cycle - 1
  }

  /// One clock cycle; whether a word left the machine.
  ///
  /// Each stage is asked once, the last first: ready depends on the stages behind it, which have been asked, and on
  /// words from the stages before it, which have not been clocked yet.
  private mutating func step() -> Bool {
    ready[output] = 1
    valid[0] = guardValid
    let left = valid[output] == 1
    let moved = valid.withUnsafeMutableBufferPointer { valid in
      ready.withUnsafeMutableBufferPointer { ready in
        var moved = left
        var index = stages.count - 1
        while index >= 0 {
          if stages[index].clock(valid, ready) { moved = true }
          index -= 1
        }
        return moved
      }
    }
    if moved { lastMove = cycle }
    enter()
    cycle += 1
    return left
  }

  /// The clock edge of the frame guard: one register, ready when it is empty or emptied.
  private mutating func enter() {
    guard guardValid == 0 || ready[0] == 1 else { return }
    guardValid = cycle >= nextOffer ? 1 : 0
    guard guardValid == 1 else { return }
    if firstEntry < 0 { firstEntry = cycle }
    nextOffer += inputPeriod
    lastMove = cycle
  }
}

/// One stage model and the numbers of its streams; a class, so that a cycle copies no arrays.
private final class Joined {
  private let model: StageModel
  let outputs: [Int]
  private let inputs: [Int]
  private let input: Int
  private let output: Int
  private let isSimple: Bool

  init(_ model: StageModel, inputs: [Int], outputs: [Int]) {
    self.model = model
    self.inputs = inputs
    self.outputs = outputs
    isSimple = inputs.count == 1 && outputs.count == 1
    input = inputs.first ?? 0
    output = outputs.first ?? 0
  }

  /// What the outputs say before the first clock edge.
  var reset: UInt32 { model.valid }

  /// Writes a mask of outputs to the places of their streams.
  func show(_ mask: UInt32, in valid: inout [UInt32]) {
    for bit in outputs.indices { valid[outputs[bit]] = mask >> UInt32(bit) & 1 }
  }

  /// Says `ready` of the inputs and, after the clock edge, `valid` of the outputs; whether a word entered.
  func clock(_ valid: UnsafeMutableBufferPointer<UInt32>, _ ready: UnsafeMutableBufferPointer<UInt32>) -> Bool {
    if isSimple {
      let offered = valid[input]
      let accepted = ready[output]
      let open = model.ready(accepted)
      model.clock(inputValid: offered, outputReady: accepted)
      ready[input] = open
      valid[output] = model.valid
      return offered & open == 1
    }
    var (offered, accepted): (UInt32, UInt32) = (0, 0)
    for bit in inputs.indices { offered |= valid[inputs[bit]] << UInt32(bit) }
    for bit in outputs.indices { accepted |= ready[outputs[bit]] << UInt32(bit) }
    let open = model.ready(accepted)
    model.clock(inputValid: offered, outputReady: accepted)
    let next = model.valid
    for bit in inputs.indices { ready[inputs[bit]] = open >> UInt32(bit) & 1 }
    for bit in outputs.indices { valid[outputs[bit]] = next >> UInt32(bit) & 1 }
    return offered & open != 0
  }
}
