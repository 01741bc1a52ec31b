internal import PipelineIR
internal import RTL
internal import Support

extension Machine {
  /// The manifest of the design, its `hashes` of files still empty.
  func manifest(_ design: Design, hash: String) -> Manifest {
    let table = layers.map(row)
    return Manifest(
      name: pipeline.name, top: top, hash: hash,
      interface: Manifest.Interface(
        input: Manifest.Side(pipeline.input, prefix: "s_axis"),
        output: Manifest.Side(pipeline.output, prefix: "m_axis")),
      layers: table, queues: design.queues,
      cyclesPerFrame: design.cyclesPerFrame ?? slowestCycles(table), latencyCycles: design.latencyCycles,
      memoryBits: table.map(\.memoryBits).reduce(0, +),
      vectors: Manifest.Vectors(
        frames: design.frames.count, input: "vectors/input.hex", expected: "vectors/expected.hex"),
      quantizedNetwork: design.quantizedText == nil ? nil : "model/quantized.yml",
      runFolder: memories.isEmpty ? "rtl" : "rtl/mem", sources: [], memories: [], hashes: [:])
  }

  /// The initiation interval: the slowest stage's, or that of the interface.
  private func slowestCycles(_ table: [Manifest.Layer]) -> Int {
    max(
      table.map(\.cyclesPerFrame).max() ?? 0, pipeline.input.stream.wordsPerFrame, pipeline.output.stream.wordsPerFrame)
  }

  private func row(_ layer: Layer) -> Manifest.Layer {
    let stages = layer.stages.map { stage in
      let hardware = hardware[stage.name]
      return Manifest.Stage(
        name: stage.name, kind: type(of: stage.operation).kind, module: hardware?.module ?? "",
        cyclesPerFrame: cycles(of: stage), memoryBits: stage.operation.memoryBits(inputs: stage.inputs.map(stream)),
        parameters: parameters(of: hardware).merging(stage.operation.fold) { $1 })
    }
    let output = stream(layer.outputs.first ?? "")
    return Manifest.Layer(
      name: layer.name, module: layer.module, cyclesPerFrame: stages.map(\.cyclesPerFrame).max() ?? 0,
      memoryBits: stages.map(\.memoryBits).reduce(0, +), lanes: output.lanes, elementBits: output.elementWidth,
      wordsPerFrame: output.wordsPerFrame, tap: coreNets[layer.outputs.first ?? ""] ?? layer.name, stages: stages)
  }

  private func parameters(of hardware: StageHardware?) -> [String: Int] {
    let numbers = (hardware?.parameters ?? []).compactMap { name, value in Int(value).map { (name, $0) } }
    return Dictionary(numbers, uniquingKeysWith: { _, last in last })
  }

  var memories: [MemoryImage] {
    pipeline.stages.flatMap { hardware[$0.name]?.memories ?? [] }
  }
}
