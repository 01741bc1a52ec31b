internal import Layers
package import NetworkIR
internal import QuantizedIR
package import Support

/// A network that training runs forward and back, with the roundings of its number systems.
///
/// A batch is cut into parts of a fixed size, which cores share; sums over parts are added in the parts' order. So a
/// step's result does not depend on how many cores there are.
package struct Backpropagation: Sendable {
  /// Samples that one core takes at a time.
  package static let partSize = 16

  struct Node: Sendable {
    var name: String
    var origin: String
    var operation: any DifferentiableOperation
    /// Tensors: 0 is the input, i + 1 what node i makes.
    var inputs: [Int]
    var shapes: [Shape]
    var output: Shape
    var source: TrainableNetwork.Source?
    var rounding: TensorRounding?
    var weights: WeightRounding?
    /// Where training decides the weights' scale.
    var quantizer: WeightQuantizer?
    /// Where it decides the result's, and that of what the sums read.
    var scale: TrainedScales.Tensor?
    var inputScale: TrainedScales.Tensor?
    /// Its sums, where they are not those of real numbers.
    var sums: NetworkArithmetic.LayerSums?
    /// Whether a step zeroes a share of the result.
    var drops: Bool
    /// For each input, whether anything before it is trained.
    var needs: [Bool]

    /// The weights as products take them, and their codes where these decide the sums.
    ///
    /// - Parameter values: the trained values, of which steps are some.
    func rounded(_ weights: [Float], _ values: [Float]) -> (reals: [Float], codes: RoundedWeights?) {
      guard let rounding = self.weights else { return (weights, nil) }
      let scale = quantizer?.scale(weights, values) ?? rounding.scale
      let own = quantizer?.transformed(weights) ?? weights
      let codes = sums?.products.rounded(own, scale: scale)
      return (codes.map(rounding.values) ?? rounding.values(own, outputs: output.channels, scale: scale), codes)
    }

    var normalization: TrainableNetwork.Normalization? {
      if case .normalization(let found)? = source { found } else { nil }
    }
  }

  private(set) var nodes: [Node]
  let output: Int
  let recipe: Recipe
  let loss: Loss
  /// For each class the place of its score.
  let order: [Int]
  let valueCount: Int
  /// Operations that parts run without waiting for each other, and batch norms between them.
  let segments: [Range<Int>]

  /// - Parameter arithmetic: nil for 32-bit floats.
  ///
  /// Throws for layers that have no gradient.
  package init(
    _ model: TrainableNetwork, _ recipe: Recipe, arithmetic: NetworkArithmetic?
  ) throws(Failure) {
    let network = model.network
    var indices = [network.input.name: 0]
    var trained: Set<Int> = []
    var nodes: [Node] = []
    var problems: [Diagnostic] = []
    let shapes = network.shapes
    let scales = arithmetic?.scales
    let dense = network.nodes.filter { $0.operation is Dense }.map(\.name)
    let dropping = recipe.dropout > 0 ? try network.results(of: dense.dropLast()) : []
    for (index, node) in network.nodes.enumerated() {
      indices[node.name] = index + 1
      let place = "\(network.name): node '\(node.origin)'"
      guard let operation = node.operation as? any DifferentiableOperation else {
        problems.append(
          Diagnostic(at: place, "'\(type(of: node.operation).kind)' has no gradient; training stops at it"))
        continue
      }
      if let gap = operation.gradientGap { problems.append(Diagnostic(at: place, "it has no gradient: \(gap)")) }
      let inputs = node.inputs.compactMap { indices[$0] }
      let source = model.sources[node.name]
      if source != nil || inputs.contains(where: trained.contains) { trained.insert(index + 1) }
      let scale = scales?.tensor(node.name)
      nodes.append(
        Node(
          name: node.name, origin: node.origin, operation: operation, inputs: inputs,
          shapes: node.inputs.compactMap { shapes[$0] }, output: node.shape, source: source,
          rounding: scales?.carried.contains(node.name) == true && scale != nil ? nil : arithmetic?.results[node.name],
          weights: arithmetic?.weights[node.name], quantizer: scales?.weights[node.name],
          scale: scales?.carried.contains(node.name) == true || arithmetic?.results[node.name] == nil ? nil : scale,
          inputScale: node.inputs.first.flatMap { scales?.tensor($0) }, sums: arithmetic?.sums[node.name],
          drops: dropping.contains(node.name), needs: inputs.map(trained.contains)))
    }
    output = indices[network.output] ?? 0
    if problems.isEmpty, !trained.contains(output) {
      problems.append(Diagnostic(at: network.name, "it has no weights that training could change"))
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
    self.nodes = nodes
    self.recipe = recipe
    let classes = shapes[network.output]?.count ?? 0
    loss = Loss(recipe, classes: classes)
    order = network.outputOrder?.places ?? Array(0..<classes)
    valueCount = model.values.count + (scales?.steps.count ?? 0)
    var segments: [Range<Int>] = []
    var start = 0
    for (index, node) in nodes.enumerated() where node.normalization != nil {
      if start < index { segments.append(start..<index) }
      segments.append(index..<index + 1)
      start = index + 1
    }
    if start < nodes.count { segments.append(start..<nodes.count) }
    self.segments = segments
  }

  /// The same with the scales that trained values have now.
  func settled(_ values: [Float]) -> Backpropagation {
    guard nodes.contains(where: { $0.scale != nil }) else { return self }
    var result = self
    for index in nodes.indices {
      if let scale = nodes[index].scale { result.nodes[index].rounding = TensorRounding(scale.type(values)) }
      if let type = nodes[index].inputScale?.type(values), let sums = nodes[index].sums {
        result.nodes[index].sums = NetworkArithmetic.LayerSums(
          input: TensorRounding(type), products: sums.products.reading(scale: type.scale))
      }
    }
    return result
  }

  /// Scores, or other numbers, that the network gives a sample.
  package var outputs: Int { loss.classes }
}

extension Network {
  /// The tensors that the activation functions after some nodes make, where nothing else reads what lies between.
  fileprivate func results(of names: ArraySlice<String>) throws(Failure) -> Set<String> {
    var readers: [String: [NetworkNode]] = [:]
    for node in nodes { for name in Set(node.inputs) { readers[name, default: []].append(node) } }
    return Set(
      names.map { name in
        var name = name
        while let next = readers[name], next.count == 1,
          next[0].operation is Activation || next[0].operation is ChannelAffine
        {
          name = next[0].name
        }
        return name
      })
  }
}
