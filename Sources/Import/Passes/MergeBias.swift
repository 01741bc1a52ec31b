import Layers
import NetworkIR
import Support

/// Makes the bias of a linear layer that has none of the constant that is added to its result.
enum MergeBias: NetworkPass {
  static let name = "merge-bias"

  static func run(_ network: inout Network) {
    let readers = network.readers
    let indices = Dictionary(uniqueKeysWithValues: network.nodes.indices.map { (network.nodes[$0].name, $0) })
    var absorbed: [String: String] = [:]
    for node in network.nodes {
      guard let affine = node.operation as? ChannelAffine, affine.scale.allSatisfy({ $0 == 1 }),
        let source = node.inputs.first, readers.readOnce(source), let index = indices[source]
      else { continue }
      if var dense = network.nodes[index].operation as? Dense, dense.bias == nil {
        dense.bias = affine.shift
        dense.roundsBias = dense.roundsBias && affine.isBias
        network.nodes[index].operation = dense
        absorbed[node.name] = source
      } else if var convolution = network.nodes[index].operation as? Convolution, convolution.bias == nil {
        convolution.bias = affine.shift
        network.nodes[index].operation = convolution
        absorbed[node.name] = source
      }
    }
    network.bypass { absorbed[$0.name] != nil }
  }
}
