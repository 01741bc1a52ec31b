package import PipelineIR
package import Support

/// The stage models of a pipeline with a gate in every stream: words pass only in cycles in which the gate is open.
///
/// Gates make each stage as eager or as lazy as a test wants it. Streams have numbers: the input 0, then the stages'
/// outputs in order.
package struct GatedMachine {
  private let pipeline: Pipeline
  private let models: [StageModel]
  private let inputs: [Streams]
  private let outputs: [Streams]
  private let last: Int
  private let words: Int
  /// Words that have passed on each stream.
  package private(set) var passed: [Int]
  private var valid: UInt64
  package private(set) var cycle = 0

  /// The numbers of one or two streams.
  private struct Streams {
    let count: Int
    let first: UInt64
    let second: UInt64

    init(_ numbers: [Int]) {
      count = numbers.count
      (first, second) = (UInt64(numbers[0]), UInt64(numbers[numbers.count - 1]))
    }

    var mask: UInt64 { 1 << first | 1 << second }
  }

  package init(_ pipeline: Pipeline, frames: Int) {
    self.pipeline = pipeline
    let types = pipeline.streams
    let numbers = Self.numbers(of: pipeline)
    models = pipeline.stages.map { $0.operation.model(inputs: $0.inputs.compactMap { types[$0] }) }
    inputs = pipeline.stages.map { Streams($0.inputs.compactMap { numbers[$0] }) }
    outputs = pipeline.stages.map { Streams($0.outputNames.compactMap { numbers[$0] }) }
    last = numbers[pipeline.outputStream] ?? 0
    words = frames * pipeline.input.stream.wordsPerFrame
    passed = Array(repeating: 0, count: numbers.count)
    valid = 1
    for index in models.indices { valid |= spread(outputs[index], models[index].valid) }
  }

  package static func numbers(of pipeline: Pipeline) -> [String: Int] {
    var numbers = [Pipeline.inputStream: 0]
    for name in pipeline.stages.flatMap(\.outputNames) { numbers[name] = numbers.count }
    return numbers
  }

  /// Runs until `quiet` turns of the gates pass without a word.
  package mutating func run(_ gates: Gates, quiet: Int = 3) {
    var idle = 0
    while idle < quiet * gates.masks.count {
      idle = step(gates.masks[cycle % gates.masks.count]) ? 0 : idle + 1
    }
  }

  /// One clock cycle; whether a word passed anywhere.
  private mutating func step(_ open: UInt64) -> Bool {
    // A bit for each stream.
    var ready = UInt64(1) << UInt64(last)
    var moved = valid & open & ready
    var index = models.count - 1
    while index >= 0 {
      let (ins, outs) = (inputs[index], outputs[index])
      let accepted = mask(outs, ready & open)
      let offered = mask(ins, valid & open)
      let taken = models[index].ready(accepted)
      models[index].clock(inputValid: offered, outputReady: accepted)
      ready |= spread(ins, taken)
      moved |= spread(ins, taken & offered)
      valid = valid & ~outs.mask | spread(outs, models[index].valid)
      index -= 1
    }
    cycle += 1
    if moved == 0 { return false }
    for stream in passed.indices where moved >> UInt64(stream) & 1 == 1 { passed[stream] += 1 }
    if passed[0] == words { valid &= ~1 }
    return true
  }

  /// The bits of a stage's streams, the first lowest.
  private func mask(_ streams: Streams, _ bits: UInt64) -> UInt32 {
    let low = UInt32(truncatingIfNeeded: bits >> streams.first & 1)
    return streams.count == 1 ? low : low | UInt32(truncatingIfNeeded: bits >> streams.second & 1) << 1
  }

  /// The same the other way.
  private func spread(_ streams: Streams, _ mask: UInt32) -> UInt64 {
    let low = UInt64(mask & 1) << streams.first
    return streams.count == 1 ? low : low | UInt64(mask >> 1 & 1) << streams.second
  }

  package var passedAtOutput: Int { passed[last] }
}

/// When the gates of a machine's streams are open: a mask for each cycle, over and over.
package struct Gates {
  package var name: String
  package var masks: [UInt64]

  /// Cycles in which a pipeline of the tests comes to rest.
  private static let rest = 8

  /// One gate opens at a time, for a cycle, and only when nothing moves any more: no stage holds more than it must. Those
  /// of `eager` are always open.
  package static func lazy(_ streams: Int, eager: UInt64 = 0, _ random: inout SplitMix64) -> Gates {
    let order = (0..<streams).filter { eager >> UInt64($0) & 1 == 0 }.shuffled(using: &random)
    let masks = order.flatMap { stream in (0..<rest).map { $0 == 0 ? eager | 1 << UInt64(stream) : eager } }
    return Gates(name: eager == 0 ? "lazy" : "eager \(String(eager, radix: 2))", masks: masks.isEmpty ? [eager] : masks)
  }

  /// Every gate is open in a share of the cycles of its own.
  package static func random(_ streams: Int, _ random: inout SplitMix64) -> Gates {
    let shares = (0..<streams).map { _ in [1, 4, 8, 15, 16].randomElement(using: &random) ?? 8 }
    let masks = (0..<1024).map { _ in
      shares.indices.reduce(UInt64(0)) {
        Int.random(in: 0..<16, using: &random) < shares[$1] ? $0 | 1 << UInt64($1) : $0
      }
    }
    return Gates(name: "random", masks: masks)
  }

  /// Patterns of each kind.
  package static func all(_ streams: Int, _ random: inout SplitMix64) -> [Gates] {
    var all = (0..<2).map { _ in lazy(streams, &random) }
    for _ in 0..<2 { all.append(lazy(streams, eager: random.next() >> UInt64(64 - streams), &random)) }
    for _ in 0..<2 { all.append(self.random(streams, &random)) }
    return all
  }
}
