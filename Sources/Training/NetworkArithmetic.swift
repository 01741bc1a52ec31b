package import Layers
package import NetworkIR
package import Quantize
package import QuantizedIR
package import Support

/// The number systems of a quantized network, where a float network's forward pass has to round.
package struct NetworkArithmetic: Sendable {
  /// By the node whose tensor is rounded.
  package private(set) var results: [String: TensorRounding] = [:]
  /// By node: how its weights are rounded.
  package private(set) var weights: [String: WeightRounding] = [:]
  /// By node: its sums, where products or sums are not those of real numbers.
  package private(set) var sums: [String: LayerSums] = [:]

  /// The scales that training decides.
  let scales: TrainedScales?

  /// Sums of codes that real values stand for.
  package struct LayerSums: Sendable {
    /// How the real values that the layer reads become codes.
    package var input: TensorRounding
    /// The golden kernel's sums of those codes.
    package var products: ProductSums
  }

  /// Throws where a layer without weights has sums that are not those of real numbers.
  ///
  /// - Parameters:
  ///   - plan: what the network was quantized by.
  ///   - scales: those that training decides; nil where the plan has all.
  package init(
    _ network: Network, _ quantized: QuantizedNetwork, plan: Plan, scales: TrainedScales? = nil
  ) throws(Failure) {
    self.scales = scales
    let nodes = Dictionary(quantized.nodes.map { ($0.name, $0) }) { first, _ in first }
    let types = quantized.types
    var problems: [Diagnostic] = []
    var codes: [String: QuantizedNode] = [:]
    for layer in try network.fusedLayers() {
      guard let node = nodes[layer.node.name] else {
        // The layer before it computes its function.
        for input in layer.node.inputs where codes[input] != nil {
          codes[layer.result] = codes.removeValue(forKey: input)
        }
        continue
      }
      codes[layer.result] = node
      guard let linear = node.operation.linear else { continue }
      guard !linear.unitWeights else {
        if !ProductSums.areReal(linear) { problems.append(network.cutSums(of: layer)) }
        continue
      }
      weights[layer.node.name] = WeightRounding(
        linear.weightFormat, scale: plan.settings(of: layer, isLast: false).weightScale)
      guard !ProductSums.areReal(linear), let input = node.inputs.first.flatMap({ types[$0] }) else { continue }
      sums[layer.node.name] = LayerSums(
        input: TensorRounding(input),
        products: ProductSums(
          linear, input: input, fitsWeights: plan.fitsWeights, corrects: plan.correctsBatchNorm))
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
    for (tensor, node) in codes { results[tensor] = TensorRounding(node.type) }
  }
}

extension Network {
  fileprivate func cutSums(of layer: FusedLayer) -> Diagnostic {
    Diagnostic(
      at: "\(name): node '\(layer.node.origin)'",
      "its accumulator cuts sums that have no weights, which training does not compute",
      notes: ["name the accumulator for layers with weights, or use 'arithmetic: float' in the recipe"])
  }
}
