/// The stages of one layer, and the streams that cross its border.
package struct PipelineLayer: Sendable {
  /// The layer's name in the model.
  package var name: String
  /// Its stages in the order of the data.
  package var stages: [Stage]
  /// Streams that other layers make, or the machine's input.
  package var inputs: [String]
  /// Streams that other layers take, or the machine's output.
  package var outputs: [String]
}

extension Pipeline {
  /// The layers in the order of their first stages.
  package var layers: [PipelineLayer] {
    var order: [String] = []
    var stagesByLayer: [String: [Stage]] = [:]
    for stage in stages {
      if stagesByLayer[stage.layer] == nil { order.append(stage.layer) }
      stagesByLayer[stage.layer, default: []].append(stage)
    }
    let maker = Dictionary(
      stages.flatMap { stage in stage.outputNames.map { ($0, stage.layer) } }, uniquingKeysWith: { first, _ in first })
    var leaving: Set<String> = [outputStream]
    for stage in stages {
      for stream in stage.inputs where maker[stream] != stage.layer { leaving.insert(stream) }
    }
    return order.map { layer in
      let stages = stagesByLayer[layer] ?? []
      return PipelineLayer(
        name: layer, stages: stages, inputs: stages.flatMap(\.inputs).filter { maker[$0] != layer },
        outputs: stages.flatMap(\.outputNames).filter { leaving.contains($0) })
    }
  }
}
