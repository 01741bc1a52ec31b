import Layers
import ONNX
import Support

extension ImportContext {
  /// Imports one node: computes it, absorbs it or makes nodes of it, or reports why not.
  mutating func importNode(_ node: ONNXNode) {
    current = node
    let count = problems.count
    for name in node.inputs where values[name] == nil && !name.isEmpty {
      report("it reads '\(name)', which nothing before it makes")
    }
    if let expand = Expansion.table[node.kind], ConstantEvaluation.table[node.kind] == nil || !isConstant(node) {
      expandNode(node, expand, isSilent: problems.count == count)
      return
    }
    let inputs = node.inputs.filter { !$0.isEmpty }.map { values[$0] ?? .unknown }
    for name in node.outputs where values[name] == nil && !name.isEmpty { values[name] = .unknown }
    run(inputs)
    let isSilent = problems.count == count && requestedLayout == nil
    let isMade = node.outputs.contains { !(values[$0]?.isUnknown ?? true) }
    if isSilent, problems.isEmpty, !isMade, !inputs.contains(where: \.isUnknown) {
      report("its inputs do not fit it")
    }
  }

  /// Imports the nodes that one stands for.
  private mutating func expandNode(
    _ node: ONNXNode, _ expand: (ONNXNode, inout ImportContext) -> [ONNXNode]?, isSilent: Bool
  ) {
    let count = problems.count
    let parts = expand(node, &self)
    let isKnown = !node.inputs.contains { if case .unknown? = values[$0] { true } else { false } }
    if parts == nil, isSilent, problems.isEmpty, problems.count == count, isKnown { report("its inputs do not fit it") }
    for part in parts ?? [] { importNode(part) }
    for name in node.outputs where values[name] == nil && !name.isEmpty { values[name] = .unknown }
  }

  /// Whether all that a node reads is constant.
  private func isConstant(_ node: ONNXNode) -> Bool {
    node.inputs.allSatisfy { if $0.isEmpty { true } else if case .constant? = values[$0] { true } else { false } }
  }

  /// Lets the current node's operator do its work.
  private mutating func run(_ inputs: [Value]) {
    let node = current
    if isConstant(node), let evaluation = ConstantEvaluation.table[node.kind] {
      expectAttributes(evaluation.attributes)
      keep(evaluation.run(&self) ?? [])
    } else if ConstantEvaluation.table[node.kind] != nil, inputs.contains(where: \.isUnknown),
      !inputs.contains(where: \.isActivation)
    {
      // What its inputs would have been is not known, nor what it does with them.
      return
    } else if let operation = Self.operators[node.kind] {
      expectAttributes(operation.attributes)
      operation.run(&self)
    } else if ConstantEvaluation.table[node.kind] == nil {
      report("operator '\(node.kind)' is not supported", notes: listing())
    } else if inputs.contains(where: \.isActivation) {
      report("operator '\(node.kind)' is supported on constants only; it reads what the network computes")
    }
  }

  /// Operators by name: those that compute, then those that only change how the model sees a tensor.
  private static let operators = Dictionary(
    (LayerRegistry.imports + LayoutOperators.all).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let supported =
    "supported operators: "
    + Set(operators.keys).union(ConstantEvaluation.table.keys).union(Expansion.table.keys).subtracting([Expansion.codes]
    ).sorted()
    .joined(separator: ", ")

  /// The supported operators, once in an import.
  private mutating func listing() -> [String] {
    guard !listsOperators else { return [] }
    listsOperators = true
    return [Self.supported]
  }

  /// Keeps computed constants where the budget allows them.
  private mutating func keep(_ tensors: [ONNXTensor]) {
    for (index, tensor) in tensors.enumerated() {
      budget -= tensor.count
      guard budget >= 0 else { return report("the constants that the model computes are too large") }
      setOutput(.constant(tensor), at: index)
    }
  }

  /// What leaves the network: images that a layer made as they stream, channel last, all else in the model's order; nil after reporting.
  mutating func outputView(_ view: ActivationView) -> ActivationView? {
    current = ONNXNode(index: model.nodes.count, name: "", kind: "", inputs: [], outputs: [], attributes: [:])
    if let last = view.axes.last, last.count == view.factors.count { return arranged(view, as: [.channels: last]) }
    let isOrdered = view.axes.flatMap { $0 } == Array(view.factors.indices)
    return isOrdered || view.isOutputImage ? view : inModelOrder(view)
  }
}

extension ActivationView {
  /// Whether a layer made it as batch, channels, rows and columns, which stream by row, column and channel.
  fileprivate var isOutputImage: Bool { !isViewed && [3, 4].contains(axes.count) && axes[0].isEmpty && isImage }
}

extension ImportContext.Value {
  /// Whether the maker has a problem.
  fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
  /// Whether the network computes it.
  fileprivate var isActivation: Bool { if case .activation = self { true } else { false } }
}

extension NodeNames {
  /// A network's name after its file's.
  static func file(_ file: String) -> String {
    var names = NodeNames()
    let stem = file.split(separator: ".").first.map(String.init) ?? ""
    let name = names.name(for: stem, kind: "network")
    // Cells have names of this kind.
    return "\(name)_".lowercased().hasPrefix("mantissa_") ? "nn_\(name)" : name
  }
}
