import NetworkIR

/// Removes nodes that the output does not need.
enum DropUnused: NetworkPass {
  static let name = "drop-unused"

  static func run(_ network: inout Network) {
    var used: Set<String> = [network.output]
    for node in network.nodes.reversed() where used.contains(node.name) { used.formUnion(node.inputs) }
    network.nodes.removeAll { !used.contains($0.name) }
  }
}
