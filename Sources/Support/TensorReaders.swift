/// Who reads each tensor of a graph whose nodes make one tensor each, named after them: found once, asked of everywhere.
package struct TensorReaders: Sendable {
  private let output: String
  /// For each tensor that is read, the places of the nodes that do, rising; twice where a node reads it twice.
  private let places: [String: [Int]]
  /// For each node, the tensors that nothing needs after it, in no order: what it reads last, or its own where nothing
  /// reads that. Never the output.
  package let released: [[String]]

  /// - Parameters:
  ///   - nodes: the name and the inputs of each, every node behind those that it reads.
  ///   - output: the tensor that leaves the graph.
  package init(_ nodes: some Collection<(name: String, inputs: [String])>, output: String) {
    self.output = output
    var places: [String: [Int]] = [:]
    for (place, node) in nodes.enumerated() { for name in node.inputs { places[name, default: []].append(place) } }
    self.places = places
    var released = Array(repeating: [String](), count: nodes.count)
    for (name, readers) in places where name != output { if let last = readers.last { released[last].append(name) } }
    for (place, node) in nodes.enumerated() where places[node.name] == nil && node.name != output {
      released[place].append(node.name)
    }
    self.released = released
  }

  /// How often a tensor is read; leaving the graph counts as once.
  package func readings(of tensor: String) -> Int { (places[tensor]?.count ?? 0) + (tensor == output ? 1 : 0) }

  /// Whether a tensor is read by one node alone, once, or leaves the graph and is read by none.
  package func readOnce(_ tensor: String) -> Bool { readings(of: tensor) == 1 }

  /// The places of the nodes that read a tensor, rising, each once.
  package func nodes(reading tensor: String) -> [Int] {
    let all = places[tensor] ?? []
    return all.indices.filter { $0 == 0 || all[$0] != all[$0 - 1] }.map { all[$0] }
  }
}
