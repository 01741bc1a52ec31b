package import Emit
package import Estimate
internal import Support

/// What `mantissa compile` wrote.
package struct CompileReport: Report {
  /// The memory of one layer, in bits.
  package struct LayerMemory: Codable, Sendable, Hashable {
    /// The layer's name.
    package var layer: String
    /// Weights, constants of affines, tables.
    package var constantBits = 0
    /// Rows of windows, words of FIFOs.
    package var bufferBits = 0
    /// Bits of all its memories.
    package var bits: Int { constantBits + bufferBits }

    /// A layer without memories.
    package init(layer: String) { self.layer = layer }

    /// Counts the bits of one more memory.
    package mutating func add(_ bits: Int, isBuffer: Bool) {
      if isBuffer { bufferBits += bits } else { constantBits += bits }
    }
  }

  /// The folder.
  package var output: String
  /// Layers in hardware.
  package var layers: Int
  /// Weights and other constants of the model, in elements.
  package var parameters: Int
  /// Bits of all weights as stored.
  package var weightBits: Int
  /// Multiply-accumulates an inference.
  package var macs: Int
  /// Cycles from one inference to the next when neither side stalls: the slowest stage's.
  package var cyclesPerFrame: Int
  /// By layer, those without memory left out.
  package var memory: [LayerMemory]
  /// The FIFOs between forks and joins.
  package var queues: [Manifest.Queue]
  /// The clock that registers were placed for, in megahertz; nil where none was asked for.
  package var clock: Double?
  /// The stages' longest paths by the delay model, the longest first; empty without a clock.
  package var paths: [StagePath]
  /// From the call to the finished folder.
  package var seconds: Double
  /// What the import or the schedule changed and a user should know.
  package var notes: [String]

  /// What a compilation says.
  package init(
    output: String, layers: Int, parameters: Int, weightBits: Int, macs: Int, cyclesPerFrame: Int,
    memory: [LayerMemory] = [], queues: [Manifest.Queue] = [], clock: Double? = nil, paths: [StagePath] = [],
    seconds: Double, notes: [String] = []
  ) {
    self.output = output
    self.layers = layers
    self.parameters = parameters
    self.weightBits = weightBits
    self.macs = macs
    self.cyclesPerFrame = cyclesPerFrame
    self.memory = memory
    self.queues = queues
    self.clock = clock
    self.paths = paths.sorted { $0.nanoseconds > $1.nanoseconds }
    self.seconds = seconds
    self.notes = notes.map(\.shownMessage)
  }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["output", output])
    table.add(["layers", Figure.count(layers)])
    table.add(["parameters", Figure.count(parameters)])
    table.add(["weight bits", Figure.count(weightBits)])
    table.add(["MACs", Figure.count(macs)])
    table.add(["cycles per frame", Figure.count(cyclesPerFrame)])
    table.add(["memory bits", Figure.count(memory.reduce(0) { $0 + $1.bits })])
    if let clock, let longest = paths.first {
      table.add(["clock", "\(Figure.short(clock)) MHz asked for"])
      table.add(["longest path", "\(Figure.short(longest.nanoseconds)) ns by the delay model, stage \(longest.stage)"])
    }
    table.add(["time", Figure.seconds(seconds)])
    let blocks = [table.text] + [memoryText, queueText].compactMap { $0 }
    return ([blocks.joined(separator: "\n\n")] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }

  private var memoryText: String? {
    if memory.isEmpty { return nil }
    var table = Table([("memory of", .left), ("constants", .right), ("buffers", .right), ("bits", .right)])
    for row in memory {
      table.add([
        row.layer, Figure.count(row.constantBits), Figure.count(row.bufferBits), Figure.count(row.bits),
      ])
    }
    return table.text
  }

  private var queueText: String? {
    if queues.isEmpty { return nil }
    var table = Table([("FIFO", .left), ("words", .right), ("bits a word", .right), ("depth from", .left)])
    for queue in queues {
      table.add([queue.name, Figure.count(queue.depth), Figure.count(queue.wordBits), queue.reason])
    }
    return table.text
  }
}
