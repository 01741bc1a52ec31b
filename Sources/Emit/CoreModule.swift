internal import PipelineIR
internal import Support
internal import Verilog

extension Machine {
  /// The layers, joined by streams without padding and without tlast.
  func coreModule() -> Module {
    let nets = coreNets
    let outputs = layers.flatMap(\.outputs)
    var items: [Item] = outputs.flatMap { StreamPorts.wires(nets[$0] ?? "", width: stream($0).wordWidth) }
    var names = NameTable(
      taken: Set(nets.values.flatMap { net in ["valid", "ready", "data"].map { "\(net)_t\($0)" } }))
    var chain = LoadChain(layers.filter { $0.stages.contains(where: isLoadable) }.count)
    for layer in layers {
      let load = layer.stages.contains(where: isLoadable) ? chain.next() : nil
      let instance = instance(
        of: layer, named: names.unique("u_\(layer.name)"), nets, load: load?.connections ?? [])
      items += [.blank] + (load?.items ?? []) + [.instance(instance)]
    }
    items += [.blank] + StreamPorts.joined(from: nets[pipeline.outputStream] ?? "s_axis", to: "m_axis") + [.blank]
    return Module(
      name: core,
      header: [
        "\(core) -- the layers of '\(pipeline.name)', joined by streams.", "",
        "\(pipeline.input.stream.wordsPerFrame) words in and \(pipeline.output.stream.wordsPerFrame) words out a frame.",
      ], parameters: folderParameter(of: pipeline.stages),
      ports: StreamPorts.clockAndReset + StreamPorts.input("s_axis", width: pipeline.input.stream.wordWidth)
        + StreamPorts.output("m_axis", width: pipeline.output.stream.wordWidth) + loadPorts(of: pipeline.stages),
      items: items)
  }

  private func instance(
    of layer: Layer, named name: String, _ nets: [String: String], load: [(String, Expression?)]
  ) -> Instance {
    var ports = StreamPorts.clockConnections
    for (index, name) in layer.inputs.enumerated() {
      ports += StreamPorts.connections(StreamPorts.prefix("s", index, of: layer.inputs.count), to: nets[name] ?? "")
    }
    for (index, name) in layer.outputs.enumerated() {
      ports += StreamPorts.connections(StreamPorts.prefix("m", index, of: layer.outputs.count), to: nets[name] ?? "")
    }
    return Instance(layer.module, name, parameters: folderArgument(of: layer.stages), ports: ports + load)
  }
}
