internal import Arithmetic
internal import Layers
package import NetworkIR
package import QuantizedIR
package import Support

extension Plan {
  /// The plan with the range of every layer that takes one, as a quantized network has it: quantizing with it asks for no
  /// samples and gives the same scales and zero points.
  ///
  /// - Parameters:
  ///   - results: types that tensors have whatever the plan and the quantized network say, by tensor.
  ///   - weights: scales of weights, by the layer's node.
  package func stating(
    _ quantized: QuantizedNetwork, of network: Network, input: InputSettings, results: [String: TensorType] = [:],
    weights: [String: Double] = [:]
  ) throws(Failure) -> Plan {
    var result = self
    result.input = input
    let types = Dictionary(quantized.nodes.map { ($0.name, $0.type) }) { first, _ in first }
    for (name, scale) in weights { result.layers[name, default: LayerRequest()].weightScale = scale }
    let layers = try network.fusedLayers()
    for layer in layers where !layer.operation.keepsType && !(layer.operation is Argmax) && layer.quantization == nil {
      // Where the layer before computes this one's function, the range of both is this one's.
      let next = layers.first { $0.node.inputs.first == layer.result && types[$0.node.name] == nil }
      let stated = results[next?.result ?? layer.result]
      guard let type = stated ?? types[layer.node.name], case .range = type.format.scaling else { continue }
      let name = next?.node.name ?? layer.node.name
      var request = result.layers[name] ?? LayerRequest()
      if stated == nil, case .fixed? = request.over(defaults).range { continue }
      request.range = type.statedRange
      result.layers[name] = request
    }
    return result
  }
}

extension TensorType {
  /// The real values that the lowest and the highest code stand for, of which `RangeFit` makes this scale and zero point.
  fileprivate var statedRange: LayerRequest.Range {
    let (low, high) = format.limits
    return .fixed(scale * (low - Double(zeroPoint)), scale * (high - Double(zeroPoint)))
  }
}
