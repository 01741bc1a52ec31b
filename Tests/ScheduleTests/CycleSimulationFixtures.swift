import Arithmetic
import PipelineIR
import Stages
import Support
import Testing

/// Builds pipelines stage by stage.
struct ChainBuilder {
  var stages: [Stage] = []
  let input: Port
  var stream = Pipeline.inputStream
  var type: StreamType

  init(shape: Shape, lanes: Int) throws {
    type = StreamType(lanes: lanes, elementWidth: 8, wordsPerFrame: shape.count / lanes)
    input = Port(shape: shape, format: try Format("fixed<8>"), scale: 1, zeroPoint: 0, stream: type)
  }

  /// Adds a stage that reads `streams`, or else the last stream.
  mutating func add(_ operation: any StageOperation, reading streams: [(String, StreamType)]? = nil) throws {
    let streams = streams ?? [(stream, type)]
    let outputs = try operation.outputs(of: streams.map(\.1))
    let name = "s\(stages.count)"
    stages.append(
      Stage(name: name, layer: name, operation: operation, inputs: streams.map(\.0), outputs: outputs))
    (stream, type) = (stages[stages.count - 1].outputNames[0], outputs[0])
  }

  var pipeline: Pipeline {
    let output = Port(
      shape: Shape(channels: type.lanes * type.wordsPerFrame), format: input.format, scale: 1, zeroPoint: 0,
      stream: type)
    return Pipeline(name: "chain", input: input, output: output, stages: stages, outputStream: stream)
  }

  /// A chain of stages with numbers drawn from `random`.
  static func random(_ random: inout SplitMix64) throws -> Pipeline {
    while true {
      let shape = Shape(
        height: .random(in: 4...9, using: &random), width: .random(in: 4...9, using: &random),
        channels: 2 * .random(in: 1...2, using: &random))
      var chain = try ChainBuilder(shape: shape, lanes: 2)
      let kernel = Int.random(in: 1...3, using: &random)
      var window = Window(
        input: shape,
        geometry: Geometry(
          rows: .init(kernel: kernel, stride: .random(in: 1...2, using: &random), before: kernel / 2),
          columns: .init(kernel: kernel, stride: .random(in: 1...2, using: &random), after: kernel / 2)),
        repeats: .random(in: 1...2, using: &random))
      window.bufferRows += Int.random(in: 0...2, using: &random)
      try chain.add(window)
      try chain.add(Narrow(factor: 2))
      if Bool.random(using: &random) { try chain.add(Fifo(depth: .random(in: 2...9, using: &random))) }
      let words = chain.type.wordsPerFrame
      try chain.add(Window(input: Shape(channels: words), repeats: .random(in: 1...2, using: &random)))
      try chain.add(Widen(factor: chain.type.wordsPerFrame % 3 == 0 ? 3 : 2))
      try chain.add(Skid())
      if chain.type.wordsPerFrame < 1000 { return chain.pipeline }
    }
  }
}

/// Joins two streams: a word of each enters a register of its own, and both leave together.
struct Join: StageOperation {
  static let kind = "join"
  func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { [inputs[0]] }
  func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  func capacity(inputs: [StreamType]) -> StageCapacity { .pair(results: 0) }
  func model(inputs: [StreamType]) -> StageModel { Model() }
  func body(inputs: [StreamType]) -> StageBody { .stream("none", []) }

  final class Model: StageModel {
    var held: UInt32 = 0
    override var valid: UInt32 { held == 3 ? 1 : 0 }
    override func ready(_ outputReady: UInt32) -> UInt32 { held == 3 && outputReady == 1 ? 3 : ~held & 3 }
    override func clock(inputValid: UInt32, outputReady: UInt32) {
      let entered = inputValid & ready(outputReady)
      if held == 3 && outputReady == 1 { held = 0 }
      held |= entered
    }
  }
}
