internal import PipelineIR
internal import Support

/// The stage models of a pipeline, joined, with the frame guard before them.
struct MachineModel {
  private var stages: [Joined]
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
    ready = Array(repeating: 0, count: numbers.count)
    output = numbers[pipeline.outputStream] ?? 0
    wordsPerFrame = pipeline.output.stream.wordsPerFrame
    self.inputPeriod = inputPeriod
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
  private mutating func step() -> Bool {
    ready[output] = 1
    let left = valid.withUnsafeMutableBufferPointer { valid in
      ready.withUnsafeMutableBufferPointer { ready in
        stages.withUnsafeMutableBufferPointer { stages in
          valid[0] = guardValid
          var index = stages.count - 1
          while index >= 0 {
            stages[index].settle(valid, ready)
            index -= 1
          }
          index = 0
          while index < stages.count {
            if stages[index].clock(valid, ready) { lastMove = cycle }
            index += 1
          }
          return valid[output] == 1
        }
      }
    }
    if left { lastMove = cycle }
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
    nextOffer = max(cycle + 1, nextOffer + inputPeriod)
    lastMove = cycle
  }

  /// The failure that names the stages with words that nobody takes.
  func lockUp(of pipeline: Pipeline) -> Failure {
    let waiting = pipeline.stages.indices.filter { index in
      stages[index].outputs.contains { valid[$0] == 1 && ready[$0] == 0 }
    }
    let names = waiting.map { "'\(pipeline.stages[$0].name)'" }.joined(separator: ", ")
    return Failure(
      at: "pipeline '\(pipeline.name)'",
      "locks up at cycle \(lastMove + 1): "
        + (names.isEmpty ? "every stage waits for words" : "nobody takes the words of \(names)"),
      notes: ["a FIFO or a window's buffer is too small"])
  }
}

/// One stage model and the numbers of its streams.
private struct Joined {
  private var model: any StageModel
  let outputs: [Int]
  private let inputs: [Int]
  private let input: Int
  private let output: Int
  private let isSimple: Bool
  private var accepted: UInt32 = 0
  private var open: UInt32 = 0

  init(_ model: any StageModel, inputs: [Int], outputs: [Int]) {
    self.model = model
    self.inputs = inputs
    self.outputs = outputs
    isSimple = inputs.count == 1 && outputs.count == 1
    input = inputs.first ?? 0
    output = outputs.first ?? 0
  }

  /// Says `valid` of the outputs, from registers, and `ready` of the inputs, from that of the outputs.
  mutating func settle(_ valid: UnsafeMutableBufferPointer<UInt32>, _ ready: UnsafeMutableBufferPointer<UInt32>) {
    if isSimple {
      valid[output] = model.valid
      accepted = ready[output]
      ready[input] = model.ready(accepted)
      return
    }
    let now = model.valid
    accepted = 0
    for bit in outputs.indices {
      valid[outputs[bit]] = now >> UInt32(bit) & 1
      accepted |= ready[outputs[bit]] << UInt32(bit)
    }
    open = model.ready(accepted)
    for bit in inputs.indices { ready[inputs[bit]] = open >> UInt32(bit) & 1 }
  }

  /// The clock edge; whether a word entered.
  mutating func clock(
    _ valid: UnsafeMutableBufferPointer<UInt32>, _ ready: UnsafeMutableBufferPointer<UInt32>
  ) -> Bool {
    if isSimple {
      let offered = valid[input]
      model.clock(inputValid: offered, outputReady: accepted)
      return offered & ready[input] == 1
    }
    var offered: UInt32 = 0
    for bit in inputs.indices { offered |= valid[inputs[bit]] << UInt32(bit) }
    model.clock(inputValid: offered, outputReady: accepted)
    return offered & open != 0
  }
}
