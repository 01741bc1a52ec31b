internal import Arithmetic
package import PipelineIR
package import QuantizedIR
internal import Stages
package import Support

/// Makes a streaming machine of a quantized network: every node becomes a chain of stages.
package struct Lowering {
  private let network: QuantizedNetwork
  private let types: [String: TensorType]
  private let folds: [String: Fold]
  private let readers: TensorReaders
  private var stages: [Stage] = []
  /// For every tensor, the stream that carries it to its next reader, and what that stream is.
  private var carriers: [String: [Carrier]] = [:]

  struct Carrier {
    var name: String
    var type: StreamType
  }

  /// Buffers and FIFOs have their least sizes; `BufferSizing` makes them large enough.
  package static func lower(
    _ network: QuantizedNetwork, folds: [String: Fold]
  ) throws(Failure) -> Pipeline {
    var lowering = Lowering(network: network, types: network.types, folds: folds)
    return try lowering.run()
  }

  private init(network: QuantizedNetwork, types: [String: TensorType], folds: [String: Fold]) {
    self.network = network
    self.types = types
    self.folds = folds
    readers = network.readers
  }

  private mutating func run() throws(Failure) -> Pipeline {
    let lanes = entryLanes
    let entry = StreamType(
      lanes: lanes, elementWidth: network.input.format.width, wordsPerFrame: network.input.shape.count / lanes)
    carriers[network.inputName] = [Carrier(name: Pipeline.inputStream, type: entry)]
    try fork(network.inputName, layer: network.inputName)
    for node in network.nodes {
      try add(node)
      try fork(node.name, layer: node.name)
    }
    try pass()
    guard let exit = carriers[network.output]?.first, let type = types[network.output] else {
      throw Failure(at: network.name, "the output '\(network.output)' is made by no node")
    }
    let pipeline = Pipeline(
      name: network.name, input: port(network.input, entry), output: port(type, exit.type), stages: stages,
      outputStream: exit.name)
    try pipeline.verifyStreams()
    return pipeline
  }

  /// A network that only passes its input on is a machine of one register.
  private mutating func pass() throws(Failure) {
    guard stages.isEmpty, let carrier = carriers[network.output]?.first else { return }
    var chain = Chain(layer: network.output, carriers: [carrier])
    try chain.append("skid", Skid())
    stages = chain.stages
    carriers[network.output] = [chain.carriers[0]]
  }

  private func port(_ type: TensorType, _ stream: StreamType) -> Port {
    Port(shape: type.shape, format: type.format, scale: type.scale, zeroPoint: type.zeroPoint, stream: stream)
  }

  /// The lanes that the first reader of the input wants.
  private var entryLanes: Int {
    let reader = readers.nodes(reading: network.inputName).lazy.map { network.nodes[$0] }
      .first { $0.operation.kind != .reshaped }
    let wanted = reader.flatMap { folds[$0.name]?.simd } ?? 1
    return network.input.shape.channels % wanted == 0 ? wanted : 1
  }

  private mutating func add(_ node: QuantizedNode) throws(Failure) {
    guard let fold = folds[node.name] else { return }
    let inputs = try node.inputs.map { name throws(Failure) in try take(name) }
    var chain = Chain(layer: node.name, carriers: inputs)
    do throws(Failure) {
      try node.operation.lower(
        into: &chain, inputs: node.inputs.compactMap { types[$0] }, output: node.type, fold: fold)
    } catch { throw error.inside("layer '\(node.name)'") }
    if !chain.stages.isEmpty { try chain.append("skid", Skid()) }
    stages += chain.stages
    carriers[node.name] = [chain.carriers[0]]
  }

  private mutating func take(_ tensor: String) throws(Failure) -> Carrier {
    guard let carrier = carriers[tensor]?.popLast() else {
      throw Failure(at: "layer '\(tensor)'", "its stream has no reader left")
    }
    return carrier
  }

  /// One stream for each reader of a tensor.
  private mutating func fork(_ tensor: String, layer: String) throws(Failure) {
    let count = readers.readings(of: tensor)
    guard count > 1, var last = carriers[tensor]?.first else { return }
    var all: [Carrier] = []
    for index in 1..<count {
      let name = count == 2 ? "\(tensor)_fork" : "\(tensor)_fork\(index)"
      let stage = Stage(
        name: name, layer: layer, operation: Fork(), inputs: [last.name], outputs: [last.type, last.type])
      stages.append(stage)
      all.append(Carrier(name: stage.outputNames[0], type: last.type))
      last = Carrier(name: stage.outputNames[1], type: last.type)
    }
    carriers[tensor] = all + [last]
  }
}
