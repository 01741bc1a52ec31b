internal import Arithmetic
internal import Layers
package import NetworkIR
package import Support

/// The spaces of a network's weights in a word, a letter a layer that has weights: `f` as the plan says, `t` ternary, `b`
/// binary.
///
/// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
package struct WeightWord: Sendable, Hashable {
  /// The letters, in lower case.
  package let text: String

  /// A word in letters of either case; `applied` checks it.
  package init(_ text: String) { self.text = text.lowercased() }

  /// The plan with the word's formats; throws where the word has other letters or not one for each layer.
  package func applied(to plan: Plan, _ network: Network) throws(Failure) -> Plan {
    let layers = network.weightLayers
    guard text.count == layers.count, text.allSatisfy("ftb".contains) else {
      throw Failure(
        at: "word '\(text)'", "\(layers.count) letters of 'f', 't' and 'b' are expected",
        notes: ["the layers with weights are \(layers.joined(separator: ", "))"])
    }
    var result = plan
    for (letter, layer) in zip(text, layers) where letter != "f" {
      result.layers[layer, default: LayerRequest()].weights =
        letter == "t" ? Format(TernaryFormat()) : Format(BinaryFormat())
    }
    return result
  }
}

extension Network {
  /// The names of the layers with weights, in the network's order.
  package var weightLayers: [String] {
    nodes.filter { $0.operation is Dense || $0.operation is Convolution }.map(\.name)
  }
}
