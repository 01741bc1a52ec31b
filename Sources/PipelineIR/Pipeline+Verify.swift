internal import Arithmetic
package import Support

extension Pipeline {
  /// Throws with all faults: those of its streams, and where these are sound, stalls that lock it up.
  package func verify(holding: StageHolding = .cells) throws(Failure) {
    try verifyStreams()
    var run = UntimedRun(self, holding: holding)
    if !run.run() { throw lockUp(run.circle) }
  }

  /// Throws with all faults: names, streams that do not exist or are not read exactly once, words that do not fit.
  package func verifyStreams() throws(Failure) {
    var verifier = PipelineVerifier(name: name)
    verifier.enter(input)
    for stage in stages { verifier.check(stage) }
    verifier.leave(output, from: outputStream)
    guard verifier.faults.isEmpty else { throw Failure(.input, verifier.faults) }
  }

  /// The failure that names stages, by number, that wait for each other.
  package func lockUp(_ circle: [Int]) -> Failure {
    let names = circle.map { "'\(stages[$0].name)'" }.joined(separator: ", ")
    return Failure(
      at: "pipeline '\(name)'",
      "can lock up: " + (names.isEmpty ? "branches wait for each other" : "\(names) wait for each other's words"),
      notes: ["a FIFO between a fork and a join holds too few words for what the other branch takes first"])
  }

  /// The type of each stream by name.
  package var streams: [String: StreamType] {
    var types = [Pipeline.inputStream: input.stream]
    for stage in stages {
      for (name, type) in zip(stage.outputNames, stage.outputs) { types[name] = type }
    }
    return types
  }

  /// The types of the streams that enter a stage of this pipeline, which `verify` has passed.
  package func inputs(of stage: Stage) -> [StreamType] {
    let streams = streams
    return stage.inputs.compactMap { streams[$0] }
  }
}

/// Walks once over the stages and collects what is wrong.
private struct PipelineVerifier {
  let name: String
  var faults: [Diagnostic] = []
  private var streams: [String: StreamType] = [:]
  /// In the order in which they are made.
  private var made: [String] = []
  private var unread: Set<String> = []
  private var stageNames: Set<String> = []

  init(name: String) { self.name = name }

  private mutating func fault(_ message: String) {
    faults.append(Diagnostic(at: "pipeline '\(name)'", message))
  }

  mutating func enter(_ port: Port) {
    add(Pipeline.inputStream, port.stream)
    check(port, "input")
  }

  mutating func leave(_ port: Port, from stream: String) {
    if let type = read(stream, by: "the output"), type != port.stream {
      fault("the output carries \(port.stream.summary), stream '\(stream)' \(type.summary)")
    }
    check(port, "output")
    for stream in made where unread.contains(stream) { fault("nothing reads stream '\(stream)'") }
  }

  mutating func check(_ stage: Stage) {
    if !stageNames.insert(stage.name).inserted { fault("two stages are named '\(stage.name)'") }
    if !stage.name.isIdentifier || stage.name == Pipeline.inputStream {
      fault("'\(stage.name)' cannot name a stage; letters, digits and '_' can, a letter first")
    }
    let inputs = stage.inputs.compactMap { read($0, by: "stage '\(stage.name)'") }
    for stream in inputs + stage.outputs where !stream.isSound {
      fault("stage '\(stage.name)' has a stream of \(stream.summary)")
    }
    if inputs.count == stage.inputs.count { checkOutputs(stage, inputs) }
    for (stream, type) in zip(stage.outputNames, stage.outputs) { add(stream, type) }
  }

  private mutating func checkOutputs(_ stage: Stage, _ inputs: [StreamType]) {
    do throws(Failure) {
      let outputs = try stage.operation.outputs(of: inputs)
      if outputs != stage.outputs {
        fault(
          "stage '\(stage.name)' says that it gives \(stage.outputs.map(\.summary)); "
            + "it gives \(outputs.map(\.summary))")
      }
    } catch {
      for diagnostic in error.diagnostics { fault("stage '\(stage.name)': \(diagnostic.message)") }
    }
  }

  private mutating func check(_ port: Port, _ side: String) {
    if !port.stream.isSound { fault("the \(side) has a stream of \(port.stream.summary)") }
    if port.stream.lanes * port.stream.wordsPerFrame != port.shape.count {
      fault("the \(side) carries \(port.stream.summary), which is not \(port.shape)")
    }
    if port.stream.elementWidth != port.format.width {
      fault("the \(side)'s elements have \(port.stream.elementWidth) bits, its format has \(port.format.width)")
    }
  }

  private mutating func add(_ stream: String, _ type: StreamType) {
    guard streams.updateValue(type, forKey: stream) == nil else { return }
    made.append(stream)
    unread.insert(stream)
  }

  private mutating func read(_ stream: String, by reader: String) -> StreamType? {
    guard let type = streams[stream] else {
      fault("\(reader) reads stream '\(stream)', which no stage before it gives")
      return nil
    }
    if unread.remove(stream) == nil { fault("\(reader) reads stream '\(stream)', which is already read") }
    return type
  }
}

extension StreamType {
  fileprivate var summary: String { "\(wordsPerFrame) words of \(lanes) x \(elementWidth) bits" }

  fileprivate var isSound: Bool { lanes >= 1 && elementWidth >= 1 && wordsPerFrame >= 1 }
}

extension String {
  fileprivate var isIdentifier: Bool {
    utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a } == true
      && utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == 0x5f
      }
  }
}
