internal import PipelineIR
internal import RTL
internal import Support
internal import Verilog

extension Machine {
  /// The module of one layer: its stages, joined by streams.
  func module(of layer: Layer) -> Module {
    var nets: [String: String] = [:]
    for (index, name) in layer.inputs.enumerated() {
      nets[name] = StreamPorts.prefix("s", index, of: layer.inputs.count)
    }
    for (index, name) in layer.outputs.enumerated() {
      nets[name] = StreamPorts.prefix("m", index, of: layer.outputs.count)
    }
    let inner = layer.stages.flatMap { stage in stage.outputNames.filter { nets[$0] == nil } }
    var names = NameTable(taken: Set(nets.values))
    for name in inner { nets[name] = names.unique(VerilogName.sanitize(name)) }
    var items: [Item] = inner.flatMap { StreamPorts.wires(nets[$0] ?? "", width: stream($0).wordWidth) }
    var chain = LoadChain(layer.stages.filter(isLoadable).count)
    for stage in layer.stages {
      let load = isLoadable(stage) ? chain.next() : nil
      items += [.blank] + (load?.items ?? []) + [.instance(instance(of: stage, nets, load: load?.connections ?? []))]
    }
    return Module(
      name: layer.module, header: header(of: layer), parameters: folderParameter(of: layer.stages),
      ports: StreamPorts.clockAndReset
        + layer.inputs.flatMap { StreamPorts.input(nets[$0] ?? "", width: stream($0).wordWidth) }
        + layer.outputs.flatMap { StreamPorts.output(nets[$0] ?? "", width: stream($0).wordWidth) }
        + loadPorts(of: layer.stages),
      items: items + [.blank])
  }

  private func header(of layer: Layer) -> [String] {
    let slowest = layer.stages.map { cycles(of: $0) }.max() ?? 0
    let steps = layer.stages.map { $0.operation.shownKind }.joined(separator: " -> ")
    return ["\(layer.module) -- layer '\(layer.name)' as a stream: \(steps).", "", "\(slowest) cycles a frame."]
  }

  /// Cycles that a frame takes in a stage when nothing stalls.
  func cycles(of stage: Stage) -> Int { stage.operation.cyclesPerFrame(inputs: stage.inputs.map(stream)) }

  private func instance(
    of stage: Stage, _ nets: [String: String], load: [(String, Expression?)]
  ) -> Instance {
    let hardware = hardware[stage.name] ?? StageHardware(module: "absent")
    var ports = StreamPorts.clockConnections
    for (index, name) in stage.inputs.enumerated() {
      ports += StreamPorts.connections(
        StreamPorts.prefix("s", index, of: stage.inputs.count), to: nets[name] ?? "")
    }
    for (index, name) in stage.outputNames.enumerated() {
      ports += StreamPorts.connections(
        StreamPorts.prefix("m", index, of: stage.outputs.count), to: nets[name] ?? "")
    }
    return Instance(
      hardware.module, "u_\(stage.name)",
      parameters: hardware.parameters.map { ($0.name, .identifier($0.value)) } + folderArgument(of: [stage]),
      ports: ports + load)
  }
}
