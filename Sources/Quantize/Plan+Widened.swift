internal import Arithmetic

extension Plan {
  /// Bits of the narrowest format that is stated or default.
  package var narrowest: Int {
    let requests = [defaults] + layers.values
    let stated = requests.flatMap { [$0.weights, $0.activations] }.compactMap { $0?.width }
    return (stated + [Plan.weights.width, Plan.activations.width]).min() ?? 1
  }

  /// The plan with fixed point of so many bits where a stated format has fewer; multipliers of those layers are the formats' own.
  ///
  /// Numbers that are never negative stay so.
  package func widened(to bits: Int) -> Plan {
    var result = self
    result.defaults = defaults.widened(to: bits)
    result.layers = layers.mapValues { $0.widened(to: bits) }
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
