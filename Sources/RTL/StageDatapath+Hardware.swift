import BigInt
import Datapath
import Verilog

extension StageDatapath {
  /// A module of that name, the cells below it, its memories.
  func hardware(_ name: String) -> StageHardware {
    let graph = graph
    let memories = memories(name).flatMap { image in image.sliced(graph.slices(ofFile: image.file, name)) }
    let module = Module(
      name: name, header: header(name, latency: graph.latency),
      parameters: memories.isEmpty ? [] : [StreamModule.memoryFolder],
      ports: StreamModule.ports(inputWidths: graph.inputs.map(\.bits), outputWidth: graph.output.bits)
        + (memories.contains(where: \.isLoadable) ? StreamModule.loadPorts : []),
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

extension DatapathGraph {
  /// The parts in which a memory's file is written; one where it is not sliced.
  fileprivate func slices(ofFile file: String, _ name: String) -> [Range<Int>] {
    for case .memory(let memory) in nodes.map(\.operation) where memory.slices.count > 1 {
      let lanes = memory.differ ? (0..<nodes.reduce(1) { max($0, $1.extent.count) }).map { Optional($0) } : [nil]
      if lanes.contains(where: { memory.file(name, lane: $0) == file }) { return memory.slices }
    }
    return []
  }
}

extension MemoryImage {
  /// One image for each of some ranges of bits; itself where there are fewer than two.
  package func sliced(_ ranges: [Range<Int>]) -> [MemoryImage] {
    guard ranges.count > 1 else { return [self] }
    let words = text.split(separator: "\n").map { BigInt($0, radix: 16) ?? 0 }
    return ranges.enumerated().map { index, range in
      let mask = (BigInt(1) << range.count) - 1
      let digits = (range.count + 3) / 4
      return MemoryImage(
        file: Self.slice(index, of: file), width: range.count,
        words: words.map { word in
          let hex = String((word >> range.lowerBound) & mask, radix: 16)
          return String(repeating: "0", count: digits - hex.count) + hex
        }, isLoadable: isLoadable)
    }
  }

  /// The file of a slice, for example `fc1_weights_slice0.mem`.
  static func slice(_ index: Int, of file: String) -> String {
    (file.hasSuffix(".mem") ? String(file.dropLast(4)) : file) + "_slice\(index).mem"
  }
}
