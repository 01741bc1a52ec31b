internal import Arithmetic
package import PipelineIR
internal import RTL
internal import Support

extension Manifest {
  /// The manifest of a design, its `sources`, `memories` and `hashes` still empty.
  package init(_ design: Design, top: String, hash: String, layers: [Layer], load: Load? = nil, runFolder: String) {
    let pipeline = design.pipeline
    // The initiation interval is the slowest stage's, or that of the interface.
    let slowest = max(
      layers.map(\.cyclesPerFrame).max() ?? 0, pipeline.input.stream.wordsPerFrame,
      pipeline.output.stream.wordsPerFrame)
    self.init(
      name: pipeline.name, top: top, hash: hash,
      interface: Interface(
        input: Side(pipeline.input, prefix: "s_axis"), output: Side(pipeline.output, prefix: "m_axis")),
      layers: layers, queues: design.queues,
      cyclesPerFrame: design.cyclesPerFrame ?? slowest, latencyCycles: design.latencyCycles,
      memoryBits: layers.map(\.memoryBits).reduce(0, +), load: load,
      vectors: Vectors(frames: design.frames.count, input: "vectors/input.hex", expected: "vectors/expected.hex"),
      quantizedNetwork: design.quantizedText == nil ? nil : "model/quantized.yml",
      runFolder: runFolder, sources: [], memories: [], hashes: [:])
  }
}

extension Manifest.Layer {
  /// The row of a layer whose first stream that leaves is written to the file `tap`.
  ///
  /// - Parameter hardware: the module or function of a stage and its whole-number parameters.
  package init(
    _ layer: PipelineLayer, streams: [String: StreamType], module: String, tap: String,
    hardware: (Stage) -> (module: String, parameters: [String: Int])
  ) {
    stages = layer.stages.map { stage in
      let (module, parameters) = hardware(stage)
      let inputs = stage.inputs.compactMap { streams[$0] }
      return Manifest.Stage(
        name: stage.name, kind: stage.operation.shownKind, module: module,
        cyclesPerFrame: stage.operation.cyclesPerFrame(inputs: inputs),
        memoryBits: stage.operation.memoryBits(inputs: inputs),
        parameters: parameters.merging(stage.operation.fold) { $1 })
    }
    let output = layer.outputs.first.flatMap { streams[$0] } ?? StreamType(lanes: 1, elementWidth: 1, wordsPerFrame: 1)
    name = layer.name
    self.module = module
    cyclesPerFrame = stages.map(\.cyclesPerFrame).max() ?? 0
    memoryBits = stages.map(\.memoryBits).reduce(0, +)
    (lanes, elementBits, wordsPerFrame) = (output.lanes, output.elementWidth, output.wordsPerFrame)
    self.tap = tap
  }
}

extension Machine {
  /// The manifest of the design, its lists of files still empty.
  func manifest(_ design: Design, hash: String) -> Manifest {
    Manifest(
      design, top: top, hash: hash, layers: layers.map(row), load: load, runFolder: memories.isEmpty ? "rtl" : "rtl/mem"
    )
  }

  private func row(_ layer: Layer) -> Manifest.Layer {
    Manifest.Layer(
      layer.group, streams: streams, module: layer.module,
      tap: coreNets[layer.outputs.first ?? ""] ?? layer.name
    ) { stage in
      let hardware = hardware[stage.name]
      let numbers = (hardware?.parameters ?? []).compactMap { name, value in Int(value).map { (name, $0) } }
      return (hardware?.module ?? "", Dictionary(numbers, uniquingKeysWith: { _, last in last }))
    }
  }

  var memories: [MemoryImage] {
    pipeline.stages.flatMap { hardware[$0.name]?.memories ?? [] }
  }
}
