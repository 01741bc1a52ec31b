internal import Arithmetic
import Layers
package import NetworkIR
package import ONNX
package import Support

/// The same network with initializers in place of the nodes that compute real constants, such as dequantized weights.
///
/// Nodes that only move elements stay: what they move is an initializer, or becomes one.
package func withConstantsAsInitializers(_ file: ModelFile) throws(Failure) -> ModelFile {
  let values = Importer(file.model).context.values
  let made = file.model.nodes.filter { node in
    !ParameterUse.moving.contains(node.kind)
      && node.outputs.allSatisfy { name in
        if case .constant(let tensor)? = values[name] { tensor.type == .float32 && tensor.count > 0 } else { false }
      }
  }
  guard !made.isEmpty else { return file }
  let own = Set(made.map(\.index))
  var tensors: [String: ONNXTensor] = [:]
  for name in file.model.nodes.filter({ !own.contains($0.index) }).flatMap(\.inputs) {
    if case .constant(let tensor)? = values[name], file.model.initializers[name] == nil { tensors[name] = tensor }
  }
  let results = Set(made.flatMap(\.outputs))
  return try file.replacing(made, by: tensors.filter { results.contains($0.key) })
}

/// Imports a float model with the places in its file that each of its parameters comes from.
///
/// Which ones those are is asked of the importer itself: it imports the model with the elements' numbers in their place.
package func importTrainable(_ model: ONNXModel) throws(Failure) -> TrainableNetwork {
  let network = try importModel(model)
  if let node = network.nodes.first(where: { $0.operation is Quantization }) {
    throw Failure(
      at: "\(model.file): node '\(node.origin)'",
      "the model states the number systems itself, which training cannot change",
      notes: ["train the float model that it was made from; a plan gives it its number systems"])
  }
  return try TrainableImport(model, network).result()
}

/// The model with numbers in place of its parameters.
private struct TrainableImport {
  let model: ONNXModel
  let network: Network
  /// In the file's order.
  private let candidates: [String]
  private let isAverage: Set<String>
  /// Numbers from here on, so that none is 0 or 1, of which passes make something else.
  private static let first = 2

  init(_ model: ONNXModel, _ network: Network) {
    self.model = model
    self.network = network
    let use = ParameterUse(model)
    candidates = use.parameters
    isAverage = use.averages
  }

  func result() throws(Failure) -> TrainableNetwork {
    for name in candidates where model.initializers[name]?.type != .float32 {
      throw Failure(at: "\(model.file): tensor '\(name)'", "is no tensor of 32-bit floats; training changes only those")
    }
    let elements = try probe { _, index in Double(Self.first + index) }
    let tensors = try probe { tensor, _ in Double(Self.first + tensor) }
    var builder = Builder(model: model, names: candidates, averages: isAverage)
    for (index, node) in network.nodes.enumerated() {
      let probes = (elements.nodes[index].operation, tensors.nodes[index].operation)
      switch (node.operation, probes.0, probes.1) {
      case (
        let own as any TrainableOperation, let element as any TrainableOperation, let tensor as any TrainableOperation
      ):
        try builder.add(node, own, element.parameters, tensor.parameters)
      case (let own as ChannelAffine, let element as ChannelAffine, let tensor as ChannelAffine):
        try builder.add(node, own, element, tensor)
      default: break
      }
    }
    return builder.trainable(network)
  }

  /// The network of the model with numbers for its parameters, as far as it has the same nodes.
  private func probe(_ number: (Int, Int) -> Double) throws(Failure) -> Network {
    var probe = model
    for (tensor, name) in candidates.enumerated() {
      guard let own = probe.initializers[name] else { continue }
      guard own.count < (1 << 24) - Self.first else {
        throw Failure(at: "\(model.file): tensor '\(name)'", "has \(own.count) elements; training supports 16 million")
      }
      probe.initializers[name]?.elements = .real((0..<own.count).map { number(tensor, $0) })
    }
    for node in model.nodes where node.kind == "BatchNormalization" && node.inputs.count > 4 {
      for (name, value) in [(node.inputs[3], 0), (node.inputs[4], 1 - node.epsilon)] where isAverage.contains(name) {
        let count = probe.initializers[name]?.count ?? 0
        probe.initializers[name]?.elements = .real(Array(repeating: value, count: count))
      }
    }
    let found = try importModel(probe)
    let isSame = zip(found.nodes, network.nodes).allSatisfy {
      $0.name == $1.name && $0.inputs == $1.inputs && type(of: $0.operation) == type(of: $1.operation)
    }
    guard isSame, found.nodes.count == network.nodes.count else {
      throw Failure(
        at: model.file, "what its nodes become depends on their weights, as where a batch norm changes nothing",
        notes: ["export the model without nodes that change nothing"])
    }
    return found
  }
}

/// Which initializers are parameters, by what reads them.
private struct ParameterUse {
  var parameters: [String] = []
  var averages: Set<String> = []
  static let moving: Set = ["Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Flatten"]
  private static let places: [String: Set<Int>] = [
    "Conv": [1, 2], "ConvTranspose": [1, 2], "Gemm": [1, 2], "MatMul": [0, 1], "BatchNormalization": [1, 2],
    "Add": [0, 1],
  ]

  init(_ model: ONNXModel) {
    var readers: [String: [(node: ONNXNode, place: Int)]] = [:]
    for node in model.nodes {
      for (place, name) in node.inputs.enumerated() { readers[name, default: []].append((node, place)) }
    }
    func uses(_ name: String, depth: Int = 0) -> [(kind: String, place: Int)] {
      (readers[name] ?? []).flatMap { node, place -> [(kind: String, place: Int)] in
        guard Self.moving.contains(node.kind), place == 0, let output = node.outputs.first, depth < 8 else {
          return [(node.kind, place)]
        }
        return uses(output, depth: depth + 1)
      }
    }
    for (name, tensor) in model.initializers.sorted(by: { $0.key < $1.key })
    where tensor.type.isReal && tensor.count > 0 {
      let found = uses(name)
      guard !found.isEmpty else { continue }
      if found.allSatisfy({ Self.places[$0.kind]?.contains($0.place) ?? false }) { parameters.append(name) }
      if found.allSatisfy({ $0.kind == "BatchNormalization" && $0.place > 2 }) { averages.insert(name) }
    }
  }
}

extension ONNXNode {
  /// Of a batch norm, as the importer reads it.
  fileprivate var epsilon: Double {
    switch attributes["epsilon"] {
    case .real(let value)?: value
    case .integer(let value)?: Double(value)
    default: 1e-5
    }
  }
}

/// Collects the parameters of one node after another.
private struct Builder {
  let model: ONNXModel
  let names: [String]
  let averages: Set<String>
  private var parameters: [TrainableNetwork.Parameter] = []
  private var values: [Float] = []
  private var means: [(name: String, range: Range<Int>)] = []
  private var statistics: [Float] = []
  private var sources: [String: TrainableNetwork.Source] = [:]

  init(model: ONNXModel, names: [String], averages: Set<String>) {
    self.model = model
    self.names = names
    self.averages = averages
  }

  func trainable(_ network: Network) -> TrainableNetwork {
    TrainableNetwork(
      network: network, parameters: parameters, values: values, averages: means, statistics: statistics,
      sources: sources)
  }

  private func failure(_ node: NetworkNode, _ message: String, notes: [String] = []) -> Failure {
    Failure(at: "\(model.file): node '\(node.origin)'", message, notes: notes)
  }

  /// A product's weights, which have to be the file's, and its bias, which may be a constant.
  mutating func add(
    _ node: NetworkNode, _ own: any TrainableOperation, _ elements: [[Float]], _ tensors: [[Float]]
  ) throws(Failure) {
    var sources: [[Int]?] = []
    for (index, parameter) in own.parameters.enumerated() {
      let fan = parameter.count / max(1, node.shape.channels)
      let found = places(
        of: parameter, elements[index], tensors[index], role: index == 0 ? .weights : .bias, fan: index == 0 ? fan : 0)
      guard found != nil || index > 0 else {
        throw failure(
          node, "its weights are no initializers of the file as they stand there",
          notes: ["export the model with weights as initializers, and with 'alpha' of 1 where it has a Gemm"])
      }
      sources.append(found)
    }
    self.sources[node.name] = .parameters(sources)
  }

  /// A batch norm; other constants are not trained.
  mutating func add(
    _ node: NetworkNode, _ own: ChannelAffine, _ elements: ChannelAffine, _ tensors: ChannelAffine
  ) throws(Failure) {
    guard let origin = model.nodes.first(where: { $0.label == node.origin && $0.kind == "BatchNormalization" }) else {
      return
    }
    let problem = failure(
      node, "its batch norm is not the file's as it stands there, or is followed by other constants",
      notes: ["export the model without operators that multiply or add constants around it"])
    guard origin.inputs.count > 4, averages.isSuperset(of: origin.inputs[3...4]),
      let gamma = places(of: nil, elements.scale, tensors.scale, role: .gamma),
      let beta = places(of: nil, elements.shift, tensors.shift, role: .beta),
      let mean = average(origin.inputs[3]), let variance = average(origin.inputs[4])
    else { throw problem }
    let channels = elements.scale.map { Int($0) - 2 }
    guard channels.allSatisfy({ $0 < mean.count && $0 < variance.count }) else { throw problem }
    let found = TrainableNetwork.Normalization(
      gamma: gamma, beta: beta, mean: channels.map { mean.lowerBound + $0 },
      variance: channels.map { variance.lowerBound + $0 }, epsilon: origin.epsilon)
    for channel in channels.indices {
      let deviation = (Double(statistics[found.variance[channel]]) + found.epsilon).squareRoot()
      let scale = Double(values[gamma[channel]]) / deviation
      let shift = Double(values[beta[channel]]) - Double(statistics[found.mean[channel]]) * scale
      guard Float(scale) == own.scale[channel], Float(shift) == own.shift[channel] else { throw problem }
    }
    sources[node.name] = .normalization(found)
  }

  /// The places of numbered elements among the values; nil where they are not those of one tensor, or not the same.
  private mutating func places(
    of own: [Float]?, _ elements: [Float], _ tensors: [Float], role: TrainableNetwork.Parameter.Role, fan: Int = 0
  ) -> [Int]? {
    guard let tag = tensors.first.flatMap({ Int(exactly: $0) }), tensors.allSatisfy({ $0 == Float(tag) }),
      names.indices.contains(tag - 2), let range = register(names[tag - 2], role, fan)
    else { return nil }
    var result: [Int] = []
    result.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      guard let place = Int(exactly: element), place >= 2, place - 2 < range.count else { return nil }
      result.append(range.lowerBound + place - 2)
      if let own, values[range.lowerBound + place - 2] != own[index] { return nil }
    }
    return result
  }

  private mutating func register(_ name: String, _ role: TrainableNetwork.Parameter.Role, _ fan: Int) -> Range<Int>? {
    if let known = parameters.first(where: { $0.name == name }) { return known.range }
    guard let tensor = model.initializers[name] else { return nil }
    let range = values.count..<values.count + tensor.count
    values += tensor.reals.map { Float($0) }
    parameters.append(TrainableNetwork.Parameter(name: name, role: role, fan: fan, range: range))
    return range
  }

  private mutating func average(_ name: String) -> Range<Int>? {
    if let known = means.first(where: { $0.name == name }) { return known.range }
    guard let tensor = model.initializers[name] else { return nil }
    let range = statistics.count..<statistics.count + tensor.count
    statistics += tensor.reals.map { Float($0) }
    means.append((name, range))
    return range
  }
}
