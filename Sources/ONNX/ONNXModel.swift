package import Support

/// A model as its file states it, with every constant decoded.
package struct ONNXModel: Sendable {
  /// The file's name without its folder, for messages.
  package var file: String
  /// Version of the standard operator set; nil where the file names none.
  package var opset: Int?
  /// The graph's name, which may be empty.
  package var graphName: String
  /// Inputs that no initializer gives a value.
  package var inputs: [ONNXValue]
  /// The values that leave the graph.
  package var outputs: [ONNXValue]
  /// In the order of the file, each behind what it reads.
  package var nodes: [ONNXNode]
  /// Constants by name.
  package var initializers: [String: ONNXTensor]
  /// Tensors that could not be read: their names; `problems` says why.
  package var unreadable: Set<String>
  /// What could not be read, all of it.
  package var problems: [Diagnostic]
}

/// A tensor that enters or leaves a graph.
package struct ONNXValue: Sendable, Hashable {
  /// The name by which nodes refer to it.
  package var name: String
  /// Nil where the file does not say, or says a type that is not read.
  package var type: ElementType?
  /// Extents; nil stands for one that the file leaves open. Nil where even the rank is open.
  package var shape: [Int?]?

  /// A value whose type or shape may be unknown; dimensions without a number are nil.
  package init(name: String, type: ElementType?, shape: [Int?]?) {
    self.name = name
    self.type = type
    self.shape = shape
  }
}

/// One node of a graph.
package struct ONNXNode: Sendable, Hashable {
  /// Position in the file, from 0.
  package var index: Int
  /// Empty where the file gives none.
  package var name: String
  /// The operator, with its domain in front where it is not the standard one.
  package var kind: String
  /// Names of tensors; empty for an optional one that is left out.
  package var inputs: [String]
  /// The names of the results; an empty one is not used.
  package var outputs: [String]
  /// The attributes by name.
  package var attributes: [String: ONNXAttribute]

  /// A node of a graph.
  package init(
    index: Int, name: String, kind: String, inputs: [String], outputs: [String], attributes: [String: ONNXAttribute]
  ) {
    self.index = index
    self.name = name
    self.kind = kind
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
  }

  /// As messages name it: its own name, or its operator and position.
  package var label: String { name.isEmpty ? "\(kind) #\(index)" : name }

  /// What names of tensors between the parts of an operator begin with that stands for several; no file's do.
  package static let partPrefix = "\u{0}"
  /// Whether it is such a part, and reads what other parts make.
  package var isPart: Bool { !inputs.isEmpty && inputs.allSatisfy { $0.hasPrefix(Self.partPrefix) } }
}
