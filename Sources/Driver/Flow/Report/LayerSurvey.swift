import NetworkIR
import Quantize
import QuantizedIR
import Support

/// Looks at every tensor of a quantized network over some inputs, beside the float network where that is at hand.
struct LayerSurvey {
  /// Inputs that are looked at, at most.
  static let most = 256
  /// Elements of all tensors together, at most: some minutes' work, and what is held at a time.
  private static let (mostElements, mostHeld) = (1 << 27, 1 << 24)

  private let network: QuantizedNetwork
  private let types: [String: TensorType]
  private let executor: NetworkExecutor?
  private let counterparts: [String: Counterpart]
  private let nodes: [String: NetworkNode]
  private let shapes: [String: Shape]

  /// - Parameter float: the network that was quantized; nil where it is not at hand.
  init(_ network: QuantizedNetwork, float: Network?) throws(Failure) {
    self.network = network
    types = network.types
    executor = try float.map { network throws(Failure) in try NetworkExecutor(network) }
    counterparts = try float?.counterparts(of: network) ?? [:]
    nodes = Dictionary((float?.nodes ?? []).map { ($0.name, $0) }) { first, _ in first }
    shapes = float?.shapes ?? [:]
  }

  /// Elements of all tensors of one input.
  private var elements: Int { types.values.reduce(0) { $0 + $1.shape.count } }

  /// Inputs that are looked at, of so many.
  func count(of inputs: Int) -> Int { min(inputs, Self.most, max(1, Self.mostElements / max(1, elements))) }

  /// What the tensors hold, by their names, the input's included.
  ///
  /// - Parameter codes: inputs in streaming order, one after another.
  func values(_ codes: [UInt32], progress: Progress) throws(Failure) -> [String: LayerValues] {
    let size = network.input.shape.count
    let count = count(of: codes.count / size)
    let step = max(1, min(16, Self.mostHeld / max(1, elements)))
    let model = GoldenModel(network)
    var all = types.mapValues { TensorCensus($0) }
    let kernels = network.nodes.map { node in
      node.operation.kernel(inputs: node.inputs.compactMap { types[$0] }, output: node.type)
    }
    for start in stride(from: 0, to: count, by: step) {
      progress.show("layers of input \(start) of \(count)")
      let batch = min(step, count - start)
      let inputs = Array(codes[start * size..<(start + batch) * size])
      let golden = model.trace(inputs, batch: batch)
      let reals = all[network.inputName]?.reals(inputs).map { Float($0) } ?? []
      let float = try executor?.tensors(Set(counterparts.values.map(\.tensor)), for: reals, batch: batch) ?? [:]
      all[network.inputName]?.add(inputs, reference: executor == nil ? nil : reals)
      for (node, kernel) in zip(network.nodes, kernels) {
        all[node.name]?.add(
          golden[node.name] ?? [], reference: counterparts[node.name].flatMap { float[$0.tensor] },
          alone: alone(node, kernel, float, batch: batch))
      }
    }
    return all.compactMapValues { LayerValues($0) }
  }

  /// What a layer makes of the float network's values, rounded to what it reads, and what the float layer makes of the
  /// same; nil where it reads or makes what stands for no float tensor.
  private func alone(
    _ node: QuantizedNode, _ kernel: GoldenKernel, _ float: [String: [Float]], batch: Int
  ) -> (found: [UInt32], wanted: [Float])? {
    guard let own = counterparts[node.name] else { return nil }
    var read: [[UInt32]] = []
    var known: [String: [Float]] = [:]
    for name in node.inputs {
      guard let tensor = counterparts[name]?.tensor, let values = float[tensor], let type = types[name] else {
        return nil
      }
      let codes = type.codes(values.map(Double.init))
      read.append(codes)
      known[tensor] = codes.map { Float(type.real($0)) }
    }
    for member in own.members.compactMap({ nodes[$0] }) {
      let operands = member.inputs.compactMap { known[$0] }
      guard operands.count == member.inputs.count else { return nil }
      known[member.name] = member.operation.evaluate(
        operands, shapes: member.inputs.compactMap { shapes[$0] }, output: member.shape, batch: batch)
    }
    return known[own.tensor].map { (kernel(read, batch), $0) }
  }
}
