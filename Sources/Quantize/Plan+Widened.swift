internal import Arithmetic
package import NetworkIR
package import Support

extension Plan {
  /// Bits of the narrowest format that layers are given or that those have of which nothing is said.
  package var narrowest: Int {
    let own = [defaults.weights ?? Plan.weights, defaults.activations ?? Plan.activations]
    let stated = layers.values.flatMap { [$0.weights, $0.activations] }.compactMap { $0 }
    return (own + stated).map(\.width).min() ?? 1
  }

  /// The plan with fixed point of so many bits where a format has fewer; multipliers of those layers are the formats' own.
  ///
  /// Numbers that are never negative stay so. Throws where the network's layers cannot be put together.
  package func widened(to bits: Int, _ network: Network) throws(Failure) -> Plan {
    var result = self
    if defaults.weights == nil, Plan.weights.width < bits { result.defaults.weights = Plan.weights }
    if defaults.activations == nil, Plan.activations.width < bits {
      result.defaults.activations = Plan.activations
      for layer in try network.fusedLayers() where layer.result == network.output {
        var request = layers[layer.node.name] ?? LayerRequest()
        request.activations = request.activations ?? Plan.lastActivations
        result.layers[layer.node.name] = request
      }
    }
    result.defaults = result.defaults.widened(to: bits)
    result.layers = result.layers.mapValues { $0.widened(to: bits) }
    return result
  }
}

extension LayerRequest {
  fileprivate func widened(to bits: Int) -> LayerRequest {
    var result = self
    result.weights = weights?.widened(to: bits)
    result.activations = activations?.widened(to: bits)
    if result.weights != weights || result.activations != activations { result.multiplier = nil }
    return result
  }
}

extension Format {
  fileprivate func widened(to bits: Int) -> Format {
    guard width < bits else { return self }
    return number.operandShape.sign == .unsigned
      ? Format(UnsignedFixedFormat(width: bits)) : Format(FixedFormat(width: bits))
  }
}
