import NetworkIR

extension Network {
  /// How many nodes read each tensor; the network's output counts as read once.
  var readers: [String: Int] {
    var counts = [output: 1]
    for name in nodes.flatMap(\.inputs) { counts[name, default: 0] += 1 }
    return counts
  }

  /// Removes nodes of one operand whose readers then read the operand.
  mutating func bypass(_ isRemoved: (NetworkNode) -> Bool) {
    var replaced: [String: String] = [:]
    nodes = nodes.compactMap { node in
      var node = node
      node.inputs = node.inputs.map { replaced[$0] ?? $0 }
      guard node.inputs.count == 1, isRemoved(node) else { return node }
      replaced[node.name] = node.inputs[0]
      return nil
    }
    output = replaced[output] ?? output
  }
}
