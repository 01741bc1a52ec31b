internal import Datapath
package import PipelineIR
internal import RTL
package import Support
internal import Verilog

/// The modules of a module that hold loadable memories, in a chain from its `load_in` to its `load_out`.
struct LoadChain {
  private let count: Int
  private var place = 0

  init(_ count: Int) { self.count = count }

  /// The wire behind the next one, and how it is connected.
  mutating func next() -> (items: [Item], connections: [(String, Expression?)]) {
    let before = place == 0 ? "load_in" : "load_\(place)"
    place += 1
    guard place < count else { return ([], StreamPorts.loadConnections(before, "load_out")) }
    return ([StreamPorts.loadWire("load_\(place)")], StreamPorts.loadConnections(before, "load_\(place)"))
  }
}

extension Manifest.Load {
  /// The words that load the content of a machine's memories, the signature first; nil where the machine has others.
  ///
  /// - Precondition: `pipeline.verifyStreams` passes.
  package func image(of pipeline: Pipeline) throws(Failure) -> [UInt32]? {
    var rest = memories[...]
    guard let signature = UInt32(signature, radix: 16) else { return nil }
    var words = [signature]
    for memory in try Machine(pipeline).loadableMemories {
      // The parts of a memory follow each other.
      var (parts, width) = ([Range<Int>](), 0)
      while width < memory.width, let next = rest.popFirst() {
        parts.append(width..<width + next.width)
        width += next.width
      }
      guard width == memory.width else { return nil }
      words += memory.sliced(parts).flatMap(\.loadWords)
    }
    return rest.isEmpty && words.count == imageWords ? words : nil
  }
}

extension Machine {
  /// Memories whose content can be loaded, in the chain's order.
  var loadableMemories: [MemoryImage] { memories.filter(\.isLoadable) }

  func isLoadable(_ stage: Stage) -> Bool { hardware[stage.name]?.memories.contains(where: \.isLoadable) ?? false }

  /// The ports of a module that holds these stages.
  func loadPorts(of stages: [Stage]) -> [Module.Port] {
    stages.contains(where: isLoadable) ? StreamModule.loadPorts : []
  }

  /// What `load` is: once, as it takes the text of every module.
  var loadFound: Manifest.Load? {
    let memories = loadableMemories
    guard !memories.isEmpty else { return nil }
    // Where and how wide the memories are, and what reads them.
    let modules = layers.map(module) + pipeline.stages.flatMap { hardware[$0.name]?.modules ?? [] }
    let texts = modules.map { module in
      var bare = module
      bare.header = []
      return bare.description
    }
    return Manifest.Load(
      signature: String(SHA256.hex(of: texts.joined(separator: "\n")).prefix(8)),
      words: memories.reduce(0) { $0 + $1.loadWords.count },
      memories: memories.map { .init(file: $0.file, width: $0.width) })
  }
}
