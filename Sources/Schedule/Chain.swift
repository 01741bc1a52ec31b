internal import Arithmetic
internal import PipelineIR
internal import QuantizedIR
internal import Stages
internal import Support

/// The stages of one layer, one after another.
struct Chain {
  let layer: String
  /// The streams that the next stage reads.
  private(set) var carriers: [Lowering.Carrier]
  private(set) var stages: [Stage] = []
  /// Stages by role, with or without a number behind it.
  private var counts: [String: Int] = [:]

  init(layer: String, carriers: [Lowering.Carrier]) {
    self.layer = layer
    self.carriers = carriers
  }

  var stream: StreamType { carriers[0].type }

  /// Adds a stage that reads all current streams and makes one.
  mutating func append(_ role: String, _ operation: any StageOperation) throws(Failure) {
    let outputs = try operation.outputs(of: carriers.map(\.type))
    let taken = counts[role, default: 0]
    let own = taken == 0 ? role : "\(role)_\(taken)"
    // A stage counts for its own role and for those that begin it.
    for end in own.indices where own[end] == "_" { counts[String(own[..<end]), default: 0] += 1 }
    counts[own, default: 0] += 1
    let name = "\(layer)_\(own)"
    stages.append(
      Stage(name: name, layer: layer, operation: operation, inputs: carriers.map(\.name), outputs: outputs))
    carriers = [Lowering.Carrier(name: name, type: outputs[0])]
  }

  /// Adds a stage that reads only stream `index`.
  mutating func append(_ role: String, _ operation: any StageOperation, to index: Int) throws(Failure) {
    let others = carriers
    carriers = [others[index]]
    try append(role, operation)
    let made = carriers[0]
    carriers = others
    carriers[index] = made
  }

  /// Adds a stage that makes one of the first two streams.
  mutating func appendToPair(_ role: String, _ operation: any StageOperation) throws(Failure) {
    let rest = carriers.dropFirst(2)
    carriers = Array(carriers.prefix(2))
    try append(role, operation)
    carriers += rest
  }

  /// Changes the lanes of stream `index`; `lanes` and the present lanes divide the tensor's channels.
  mutating func convert(to lanes: Int, stream index: Int = 0) throws(Failure) {
    let now = carriers[index].type.lanes
    let common = gcd(now, lanes)
    if common < now { try append("narrow", Narrow(factor: now / common), to: index) }
    if common < lanes { try append("widen", Widen(factor: lanes / common), to: index) }
  }

  /// A FIFO for each stream, behind which a stage can wait for another, all of so many lanes.
  mutating func queue(lanes: Int) throws(Failure) {
    for index in carriers.indices {
      try convert(to: lanes, stream: index)
      try append("fifo", Fifo(depth: 2), to: index)
    }
  }

  /// Windows over the tensor, unless each word is used once, in the order in which it comes.
  mutating func window(
    _ geometry: Geometry, input: TensorType, groups: Int, repeats: Int, padding: UInt32
  ) throws(Failure) {
    if geometry.isPointwise && repeats == 1 { return }
    try append(
      "window",
      Window(input: input.shape, geometry: geometry, groups: groups, repeats: repeats, padCode: padding))
  }
}

func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
