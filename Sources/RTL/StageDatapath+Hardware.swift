import Datapath
import Verilog

extension StageDatapath {
  /// A module of that name, the cells below it, its memories.
  func hardware(_ name: String) -> StageHardware {
    let graph = graph
    let memories = memories(name)
    let module = Module(
      name: name, header: header(name, latency: graph.latency),
      parameters: memories.isEmpty ? [] : [StreamModule.memoryFolder],
      ports: StreamModule.ports(inputWidths: graph.inputs.map(\.bits), outputWidth: graph.output.bits),
      items: GraphWriter(graph, name: name).items)
    return StageHardware(module, cells: graph.cells, memories: memories)
  }

  /// What the module computes, the formula, formats, latency.
  private func header(_ name: String, latency: Int) -> [String] {
    switch self {
    case .linear(let datapath): datapath.header(name, latency: latency)
    case .sum(let datapath): datapath.header(name, latency: latency)
    case .product(let datapath): datapath.header(name, latency: latency)
    case .maximum(let datapath): datapath.header(name, latency: latency)
    case .argmax(let datapath): datapath.header(name, latency: latency)
    case .table(let datapath): datapath.header(name, latency: latency)
    case .search(let datapath): datapath.header(name, latency: latency)
    case .placed(let datapath, _): datapath.header(name, latency: latency)
    }
  }

  /// The content of the memories that its graph reads.
  private func memories(_ name: String) -> [MemoryImage] {
    switch self {
    case .linear(let datapath): datapath.memories(name)
    case .table(let datapath): datapath.memories(name)
    case .search(let datapath): datapath.memories(name)
    case .placed(let datapath, _): datapath.memories(name)
    case .sum, .product, .maximum, .argmax: []
    }
  }
}
