import Arithmetic
import Layers
import NetworkIR
import Support

/// Quantizes what a concatenation joins instead of its result, so that every branch ends in the same codes.
enum QuantizeBeforeJoins: NetworkPass {
  static let name = "quantize-before-joins"

  static func run(_ network: inout Network) {
    let readers = network.readers
    var quantizers: [String: NetworkNode] = [:]
    for var node in network.nodes {
      guard let quantization = node.operation as? Quantization, let source = node.inputs.first, readers.readOnce(source)
      else { continue }
      node.operation = quantization.moved
      quantizers[source] = node
    }
    let names = Set(network.nodes.map(\.name) + [network.input.name])
    var moved: Set<String> = []
    var nodes: [NetworkNode] = []
    var shapes = network.shapes
    for var node in network.nodes {
      if node.operation is Concatenation, let quantizer = quantizers[node.name] {
        moved.insert(quantizer.name)
        for (index, input) in node.inputs.enumerated() {
          var part = quantizer
          part.name = "\(quantizer.name)_input\(index)"
          while names.contains(part.name) { part.name += "_0" }
          part.inputs = [input]
          part.shape = shapes[input] ?? node.shape
          shapes[part.name] = part.shape
          node.inputs[index] = part.name
          nodes.append(part)
        }
      }
      nodes.append(node)
    }
    network.nodes = nodes
    network.bypass { moved.contains($0.name) }
  }
}
