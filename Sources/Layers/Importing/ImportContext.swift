package import NetworkIR
package import ONNX
package import Support

/// What an import knows between one node and the next.
package struct ImportContext: Sendable {
  /// What is known of one value of the model.
  package enum Value: Sendable {
    case constant(ONNXTensor)
    case activation(ActivationView)
    /// Made by a node that has a problem, which is reported already.
    case unknown
  }

  package var model: ONNXModel
  package var values: [String: Value] = [:]
  package var nodes: [NetworkNode] = []
  package var notes: [String] = []
  package private(set) var problems: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  /// Names of values that some node reads or the graph returns.
  package let used: Set<String>
  package var names = NodeNames()
  /// The node that is being imported.
  package var current: ONNXNode
  /// Elements that operators on constants may still make.
  package var budget = largestElementCount
  /// The input's layout: nil in the first run, in which the first operator that cares asks for one.
  package var layout: InputLayout?
  package var requestedLayout: InputLayout?
  /// Whether a message has listed the supported operators already.
  package var listsOperators = false
  /// The input's batch where the file fixes one above 1.
  package var fixedBatch: Int?

  package init(_ model: ONNXModel, layout: InputLayout?) {
    self.model = model
    self.layout = layout
    current = ONNXNode(index: 0, name: "", kind: "", inputs: [], outputs: [], attributes: [:])
    used = Set(model.nodes.flatMap(\.inputs) + model.outputs.map(\.name))
    for (name, tensor) in model.initializers { values[name] = .constant(tensor) }
    for name in model.unreadable { values[name] = .unknown }
    for problem in model.problems { report(problem) }
  }

  package var opset: Int { model.opset ?? 0 }
  package var place: String { "\(model.file): node '\(current.label)'" }

  /// Adds a problem of the current node.
  package mutating func report(_ message: String, notes: [String] = []) {
    report(Diagnostic(at: place, message, notes: notes))
  }

  /// Adds a problem of the model, once.
  package mutating func report(_ problem: Diagnostic) {
    if reported.insert(problem).inserted { problems.append(problem) }
  }

  /// Adds a remark about the current node that the user should know.
  package mutating func note(_ message: String) { notes.append("node '\(current.label)': \(message)") }

  package mutating func setOutput(_ value: Value, at index: Int = 0) {
    guard current.outputs.indices.contains(index), !current.outputs[index].isEmpty else { return }
    values[current.outputs[index]] = value
  }

  /// Whether a node reads the current node's output or the graph returns it.
  package func uses(output index: Int) -> Bool {
    current.outputs.indices.contains(index) && used.contains(current.outputs[index])
  }

  /// Checks that the node's further outputs are not used.
  package mutating func expectOneOutput() {
    for name in current.outputs.dropFirst() where !name.isEmpty && used.contains(name) {
      report("its output '\(name)' is used; only the first output is supported")
    }
  }
}
