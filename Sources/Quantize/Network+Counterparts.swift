internal import Arithmetic
internal import Layers
package import NetworkIR
package import QuantizedIR
package import Support

/// What a tensor of a quantized network stands for in the float network.
package struct Counterpart: Sendable {
  /// The float tensor.
  package var tensor: String
  /// The float nodes that make it from what the quantized node reads, in order; empty where it is the same tensor.
  package var members: [String]
}

extension Network {
  /// What each tensor of a network quantized from this one stands for, by its name, the input's included.
  ///
  /// Left out are sums of integers before their affine, and indices, which stand for no real number of this network.
  /// Throws where the quantized network cannot be one of this network.
  package func counterparts(of quantized: QuantizedNetwork) throws(Failure) -> [String: Counterpart] {
    let layers = try fusedLayers()
    let functions = layers.functions(output: output)
    let names = Set(quantized.nodes.map(\.name))
    var found = [input.name: Counterpart(tensor: input.name, members: [])]
    for layer in layers where names.contains(layer.node.name) {
      // A function that has no node of its own is part of the layer before it.
      let joined = functions[layer.result].flatMap { names.contains($0.node.name) ? nil : $0 }
      found[layer.node.name] = Counterpart(
        tensor: (joined ?? layer).result, members: layer.members + (joined?.members ?? []))
    }
    for node in quantized.nodes where found[node.name] == nil {
      // What the quantizer adds: codes of a layer's sums, a tensor in another's type, the index of the largest score.
      guard let source = node.inputs.first, let own = found[source] else { continue }
      if node.name.hasPrefix("\(source)_codes") {
        (found[node.name], found[source]) = (own, nil)
      } else if node.name.contains("_input"), node.operation.linear != nil {
        found[node.name] = Counterpart(tensor: own.tensor, members: [])
      }
    }
    let types = quantized.types
    let misfit = quantized.nodes.first { node in
      found[node.name].map { shapes[$0.tensor]?.count != types[node.name]?.shape.count } ?? false
    }
    guard quantized.inputName == input.name, quantized.input.shape == input.shape, misfit == nil,
      layers.contains(where: { names.contains($0.node.name) })
    else {
      throw Failure(
        at: name,
        "the model is not the one that was compiled: "
          + (misfit.map { "its layer '\($0.name)' has another shape" } ?? "its input or its layers differ"),
        notes: ["name the file that 'mantissa compile' was given"])
    }
    for node in quantized.nodes where node.operation.kind == .channelArgmax || node.isBareSum {
      found[node.name] = nil
    }
    return found
  }
}

extension QuantizedNode {
  /// Whether it makes sums as integers, whose scale and bias the function behind it knows.
  fileprivate var isBareSum: Bool {
    guard let affine = operation.linear?.affine, type.format.number is any FixedPointFormat else { return false }
    return affine.exponent == 0 && affine.multiplierWidth == 2 && affine.multipliers.allSatisfy { $0 == 1 }
      && type.scale == 1
  }
}
