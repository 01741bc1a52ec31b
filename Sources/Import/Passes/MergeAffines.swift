import Layers
import NetworkIR
import Support

/// Makes one affine of two that follow each other.
enum MergeAffines: NetworkPass {
  static let name = "merge-affines"

  static func run(_ network: inout Network) {
    let readers = network.readers
    var merged: [String: (scale: [Double], shift: [Double], source: String)] = [:]
    var absorbed: Set<String> = []
    for index in network.nodes.indices {
      let node = network.nodes[index]
      guard let affine = node.operation as? ChannelAffine, let source = node.inputs.first else { continue }
      var scale = affine.scale.map { Double($0) }
      var shift = affine.shift.map { Double($0) }
      var origin = source
      if let first = merged[source], readers.readOnce(source) {
        let product = zip(scale, first.scale).map { $0 * $1 }
        let offset = zip(shift, zip(scale, first.shift)).map { $0 + $1.0 * $1.1 }
        let operation = ChannelAffine(scale: product.map { Float($0) }, shift: offset.map { Float($0) })
        if (operation.scale + operation.shift).allSatisfy(\.isFinite) {
          (scale, shift, origin) = (product, offset, first.source)
          absorbed.insert(source)
          network.nodes[index].operation = operation
          network.nodes[index].inputs = [origin]
        }
      }
      merged[node.name] = (scale, shift, origin)
    }
    network.nodes.removeAll { absorbed.contains($0.name) }
  }
}
