internal import Arithmetic
internal import Layers
package import NetworkIR
package import Quantize
package import QuantizedIR
package import Support

/// The scales that training decides and the plan states afterwards: learned steps, which are values that steps change, and
/// DoReFa's.
package struct TrainedScales: Sendable {
  /// A tensor whose scale training decides.
  struct Tensor: Sendable {
    /// Its type at the start; format and zero point stay.
    var type: TensorType
    /// The place of its step among the trained values; nil where the scale stays.
    var place: Int?
    var grid: Grid { Grid(type.format, zeroPoint: type.zeroPoint) }

    /// Its type as the trained values have it; the scale has 10 bits, as every tensor's.
    func type(_ values: [Float]) -> TensorType {
      guard let place else { return type }
      var result = type
      result.scale = RangeFit.scale(Double(values[place]))
      return result
    }
  }

  /// By the node that has the weights.
  private(set) var weights: [String: WeightQuantizer] = [:]
  /// By a tensor, for all that share its scale.
  private(set) var results: [String: Tensor] = [:]
  /// By tensors that have another one's scale: which it is.
  private var shared: [String: String] = [:]
  /// Tensors that hold codes of others, and are rounded no more.
  private(set) var carried: Set<String> = []
  /// The steps at the start, which follow the network's own values.
  package private(set) var steps: [Float] = []
  private let sources: [String: TrainableNetwork.Source]
  private let first: Int

  /// - Parameters:
  ///   - network: the model with the values that training starts from.
  ///   - quantized: the same by the plan.
  ///   - calibration: what its tensors hold.
  ///
  /// Throws for formats that the recipe's quantizers are not for.
  package init(
    _ recipe: Recipe, _ model: TrainableNetwork, _ network: Network, _ quantized: QuantizedNetwork, plan: Plan,
    _ calibration: Calibration, values: [Float]
  ) throws(Failure) {
    sources = model.sources
    first = values.count
    let nodes = Dictionary(quantized.nodes.map { ($0.name, $0) }) { first, _ in first }
    let layers = try network.fusedLayers()
    var problems: [Diagnostic] = []
    var formats: [Int: Format] = [:]
    for layer in layers {
      guard let linear = nodes[layer.node.name]?.operation.linear, !linear.unitWeights,
        recipe.weightQuantizer != .plan, let places = places(of: layer.node.name)
      else { continue }
      if let misfit = WeightQuantizer.misfit(recipe.weightQuantizer, linear.weightFormat) {
        problems.append(network.problem(layer, "weights in \(linear.weightFormat) \(misfit)"))
      } else if recipe.weightQuantizer == .lsq {
        let found = WeightQuantizer(.step(first + steps.count), linear.weightFormat)
        steps.append(
          found.start(
            places.map { values[$0] }, stated: plan.settings(of: layer, isLast: false).weightScale))
        weights[layer.node.name] = found
      } else if let place = places.first,
        formats.updateValue(linear.weightFormat, forKey: place) ?? linear.weightFormat != linear.weightFormat
      {
        problems.append(network.problem(layer, "a layer with another format reads its weights, too"))
      } else {
        weights[layer.node.name] = WeightQuantizer(.dorefa, linear.weightFormat)
      }
    }
    if recipe.activationQuantizer != .plan {
      try addResults(recipe.activationQuantizer, layers, network, nodes, quantized, plan, calibration, &problems)
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  private func places(of node: String) -> [Int]? {
    if case .parameters(let sources)? = sources[node] { sources.first ?? nil } else { nil }
  }

  /// Results that are rounded, but for the network's output and what shares its scale with the input.
  private mutating func addResults(
    _ rule: Recipe.Quantizer, _ layers: [FusedLayer], _ network: Network, _ nodes: [String: QuantizedNode],
    _ quantized: QuantizedNetwork, _ plan: Plan, _ calibration: Calibration, _ problems: inout [Diagnostic]
  ) throws(Failure) {
    var made: [String: (layer: FusedLayer, type: TensorType)] = [:]
    var order: [String] = []
    let input = (name: network.input.name, type: quantized.input)
    for layer in layers {
      guard let node = nodes[layer.node.name] else {
        // The layer before it computes its function.
        if let maker = layer.node.inputs.first.flatMap({ made.removeValue(forKey: $0) }) {
          made[layer.result] = (layer, maker.type)
          order.append(layer.result)
        }
        continue
      }
      let roots = layer.node.inputs.map(root)
      let isOne = roots.allSatisfy { root in
        (made[root]?.type ?? (root == input.name ? input.type : nil))?.means(node.type) ?? false
      }
      if layer.operation.keepsType || layer.operation.unifiesTypes && isOne, let first = roots.first {
        carried.insert(layer.result)
        for other in Set(roots + [layer.result]) where other != first { shared[other] = first }
      } else {
        made[layer.result] = (layer, node.type)
        order.append(layer.result)
      }
    }
    let kept = Set([network.input.name, network.output].map(root))
    for tensor in order where shared[tensor] == nil && !kept.contains(tensor) {
      guard let (layer, type) = made[tensor] else { continue }
      let number = type.format.number
      switch rule {
      case .lsq where type.format.statesScale && number is any FixedPointFormat:
        let stated = plan.statesRange(of: layer)
        let grid = Grid(type.format, zeroPoint: type.zeroPoint)
        let mean = calibration.meanMagnitude(tensor) ?? 0
        let step = stated || mean == 0 ? type.scale : grid.start(meanMagnitude: mean)
        results[tensor] = Tensor(type: type, place: first + steps.count)
        steps.append(Float(step))
      case .dorefa where type.format.statesScale && number is UnsignedFixedFormat:
        var own = type
        (own.scale, own.zeroPoint) = RangeFit.fit(range: 0...1, values: [], format: type.format)
        results[tensor] = Tensor(type: own, place: nil)
      default:
        problems.append(
          network.problem(
            layer,
            "its result in \(type.format) "
              + (rule == .lsq
                ? "has no scale to be learned; fixed<w> and ufixed<w> have"
                : "is not 0 to 1 in even steps for DoReFa; ufixed<w> is"))
        )
      }
    }
  }

  /// The tensor whose scale a tensor has.
  private func root(_ name: String) -> String {
    var name = name
    while let next = shared[name] { name = next }
    return name
  }

  /// The scale of a tensor, where training decides it.
  func tensor(_ name: String) -> Tensor? { results[root(name)] }

  /// What the plan states: types of tensors, and scales of layers' weights.
  package func stated(_ values: [Float]) -> (results: [String: TensorType], weights: [String: Double]) {
    var scales: [String: Double] = [:]
    for (node, quantizer) in weights {
      scales[node] = quantizer.scale((places(of: node) ?? []).map { values[$0] }, values)
    }
    var types = results.mapValues { $0.type(values) }
    for name in shared.keys { if let found = tensor(name) { types[name] = found.type(values) } }
    return (types, scales)
  }

  /// The values that the model's file gets, of which the plan makes the codes that training rounds to.
  package func written(_ values: [Float]) -> [Float] {
    var result = values
    for (node, quantizer) in weights {
      let places = places(of: node) ?? []
      for (place, value) in zip(places, quantizer.transformed(places.map { values[$0] })) { result[place] = value }
    }
    return result
  }
}

extension Plan {
  /// Whether the plan states the range of a layer's result in numbers.
  fileprivate func statesRange(of layer: FusedLayer) -> Bool {
    if case .fixed? = (layers[layer.resultName ?? layer.node.name] ?? LayerRequest()).over(defaults).range {
      true
    } else {
      false
    }
  }
}

extension Network {
  fileprivate func problem(_ layer: FusedLayer, _ message: String) -> Diagnostic {
    Diagnostic(
      at: "\(name): node '\(layer.node.origin)'", message,
      notes: ["give the layer another format in the plan, or leave 'quantizers' out of the recipe"])
  }
}
