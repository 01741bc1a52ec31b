internal import Arithmetic
internal import Layers
package import NetworkIR
package import Quantize
package import QuantizedIR
package import Support

/// What rounding makes of a layer's weights.
package struct LayerWeights: Sendable, Hashable, Codable {
  /// The layer's name in plans.
  package var layer: String
  /// The codes' format.
  package var format: String
  /// How many there are.
  package var count: Int
  /// The share whose codes stand for 0.
  package var zeros: Double
  /// The share outside of what the format reaches with its scale; nil where signs alone are kept.
  package var clipped: Double?

  /// All layers with weights of a network that was quantized by a plan.
  package static func all(
    _ network: Network, _ quantized: QuantizedNetwork, plan: Plan
  ) throws(Failure) -> [LayerWeights] {
    let nodes = Dictionary(quantized.nodes.map { ($0.name, $0) }) { first, _ in first }
    return try network.fusedLayers().compactMap { layer in
      guard let linear = nodes[layer.node.name]?.operation.linear, !linear.unitWeights,
        let weights = (layer.operation as? any TrainableOperation)?.parameters.first
      else { return nil }
      return LayerWeights(
        layer.node.name, linear, weights, scale: plan.settings(of: layer, isLast: false).weightScale)
    }
  }

  private init(_ name: String, _ linear: Linear, _ weights: [Float], scale: Double?) {
    let (format, codes) = (linear.weightFormat, linear.weights.values)
    let total = Double(max(1, codes.count))
    layer = name
    self.format = format.description
    count = codes.count
    zeros = Double(codes.count { format.number.value(of: $0) == .zero }) / total
    switch format.scaling {
    case .sign, .threshold: clipped = nil
    case .unit, .range, .powerOfTwo:
      let scales = RoundedWeights(
        rounding: Tensor(shape: linear.weights.shape, values: weights), to: format, scale: scale
      ).scales
      let (low, high) = format.limits
      let outside = weights.enumerated().count { place, weight in
        let value = Double(weight) / scales[place / max(1, linear.terms)]
        return value < low || value > high
      }
      clipped = Double(outside) / total
    }
  }
}
