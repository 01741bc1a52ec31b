import Layers
import ONNX
import Support

extension ImportContext {
  /// Reports what no ONNX file may have, in nodes that nothing needs too: more inputs or outputs than the operator has,
  /// none at all, values that are made twice, later than they are read, or nowhere.
  mutating func checkNodes(live: Set<Int>) {
    var makers = Set(model.initializers.keys).union(model.inputs.map(\.name)).union(model.unreadable)
    for node in model.nodes {
      current = node
      if let most = Arity.most[node.kind] {
        check(node.inputs.count, atMost: most.inputs, "inputs")
        check(node.outputs.count, atMost: most.outputs, "outputs")
      }
      if node.outputs.allSatisfy(\.isEmpty) { report("it has no outputs") }
      if !live.contains(node.index) {
        for name in node.inputs where !name.isEmpty && !makers.contains(name) {
          report("it reads '\(name)', which nothing before it makes")
        }
      }
      for output in node.outputs where !output.isEmpty && !makers.insert(output).inserted {
        report("its output '\(output)' is made twice")
      }
    }
  }

  private mutating func check(_ count: Int, atMost most: Int, _ what: String) {
    if count > most { report("it has \(count) \(what); '\(current.kind)' has at most \(most)") }
  }
}
