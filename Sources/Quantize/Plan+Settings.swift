package import Arithmetic
package import Layers
internal import NetworkIR
package import Support

extension Plan {
  /// Throws for every layer that the plan names and the network has not.
  package func check(layers: [FusedLayer]) throws(Failure) {
    let names = Set(layers.map(\.node.name))
    var problems: [Diagnostic] = []
    for (name, request) in self.layers.sorted(by: { ($0.value.line ?? 0) < ($1.value.line ?? 0) })
    where !names.contains(name) {
      let place = request.line.map { "\(file):\($0)" } ?? file
      if let owner = layers.first(where: { $0.members.contains(name) }) {
        problems.append(Diagnostic(at: place, "'\(name)' is part of the layer '\(owner.node.name)'; name that one"))
      } else {
        problems.append(
          Diagnostic(
            at: place, "the network has no layer '\(name)'",
            notes: ["the layers are \(layers.map(\.node.name).joined(separator: ", "))"]))
      }
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  /// What holds for a layer, with Mantissa's own defaults under the plan's.
  package func settings(of layer: FusedLayer, isLast: Bool) -> LayerSettings {
    let request = (layers[layer.node.name] ?? LayerRequest()).over(defaults)
    let own = isLast ? Plan.lastActivations : Plan.activations
    let activations = request.activations ?? own
    var settings = LayerSettings(
      weights: request.weights ?? Plan.weights, activations: activations, multiplier: request.multiplier,
      accumulator: request.accumulator ?? .exact,
      affineWidth: request.affineWidth ?? max(16, activations.number.operandShape.significandWidth + 7),
      correctsBatchNorm: correctsBatchNorm, fitsWeights: fitsWeights, statedWeights: request.weights)
    settings.weightScale = request.weightScale
    settings.isLoadable = request.isLoadable ?? false
    return settings
  }

  /// The weights of layers of which nothing is said.
  package static let weights = Format(FixedFormat(width: 8))
  /// The results of layers of which nothing is said, the last one apart.
  package static let activations = Format(UnsignedFixedFormat(width: 8))
  /// Classes are told apart by small differences of the last layer's results.
  package static let lastActivations = Format(FixedFormat(width: 16))
}
