import NetworkIR

extension Network {
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
