internal import Arithmetic
import Layers
import NetworkIR
import Support

/// Quantizes what is padded, and the padding's value, instead of the padded tensor, so that a window can take the padding.
enum QuantizeBeforePadding: NetworkPass {
  static let name = "quantize-before-padding"

  static func run(_ network: inout Network) {
    for name in network.nodes.filter({ $0.operation is Quantization }).map(\.name) {
      guard let place = network.nodes.firstIndex(where: { $0.name == name }),
        let quantization = network.nodes[place].operation as? Quantization,
        let padded = network.nodes[place].inputs.first,
        network.nodes.contains(where: { $0.name == padded && $0.operation is Padding })
      else { continue }
      // Quantizers that moved before have changed who reads what.
      let (readers, shapes) = (network.readers, network.shapes)
      // Rows and columns are padded one after the other; the quantizer moves in front of all.
      var quantizer = network.nodes[place]
      quantizer.operation = quantization.moved
      var paddings: [Int] = []
      while let source = quantizer.inputs.first, readers.readOnce(source),
        let index = network.nodes.firstIndex(where: { $0.name == source }),
        let padding = network.nodes[index].operation as? Padding
      {
        quantizer.inputs = network.nodes[index].inputs
        network.nodes[index].operation = padding.mapping { quantization.value(of: quantization.level($0)) }
        paddings.append(index)
      }
      guard let first = paddings.last, let last = paddings.first, let source = quantizer.inputs.first else { continue }
      quantizer.shape = shapes[source] ?? quantizer.shape
      let result = network.nodes[last].name
      for index in network.nodes.indices where index != place {
        network.nodes[index].inputs = network.nodes[index].inputs.map { $0 == name ? result : $0 }
      }
      if network.output == name { network.output = result }
      network.nodes[first].inputs = [name]
      network.nodes.remove(at: place)
      network.nodes.insert(quantizer, at: first)
    }
  }
}

extension Padding {
  fileprivate func mapping(_ body: (Float) -> Float) -> Padding {
    var result = self
    result.value = body(value)
    return result
  }
}
