import Layers
package import NetworkIR
package import ONNX
package import Support

/// Imports an ONNX file; throws every problem of the file at once.
package func importModel(at path: String) throws(Failure) -> Network {
  try importModel(try ONNXModel.load(path))
}

/// Imports a model that is in memory already.
package func importModel(_ model: ONNXModel) throws(Failure) -> Network {
  let importer = Importer(model)
  guard importer.problems.isEmpty, let network = importer.network else {
    throw Failure(.input, importer.problems)
  }
  return try PassList.run(on: network, of: model.file)
}

/// One import of one model: the network that its nodes make, or all problems that stand in the way.
struct Importer {
  /// What became of one node of the file.
  struct Step {
    var node: ONNXNode
    /// Nodes of the network that it made.
    var made: Range<Int>
    /// Whether the graph's output needs it.
    var isLive: Bool
    var problem: Diagnostic?
  }

  private(set) var context: ImportContext
  private(set) var steps: [Step] = []
  private(set) var network: Network?
  private(set) var input: NetworkInput?
  var problems: [Diagnostic] { context.problems }

  init(_ model: ONNXModel) {
    context = ImportContext(model, layout: nil)
    run()
    if let layout = context.requestedLayout {
      context = ImportContext(model, layout: layout)
      steps = []
      network = nil
      run()
    }
  }

  private mutating func run() {
    checkModel()
    input = context.makeInput()
    let live = liveNodes()
    context.checkNodes(live: live)
    for node in context.model.nodes {
      guard context.requestedLayout == nil else { return }
      let (problems, made) = (context.problems.count, context.nodes.count)
      if live.contains(node.index) { context.importNode(node) }
      steps.append(
        Step(
          node: node, made: made..<context.nodes.count, isLive: live.contains(node.index),
          problem: context.problems.dropFirst(problems).first))
    }
    if let input { finish(input) }
  }

  private mutating func checkModel() {
    let model = context.model
    guard let opset = model.opset else {
      return context.report(Diagnostic(at: model.file, "the file names no version of the operator set"))
    }
    if !(7...28).contains(opset) {
      context.report(Diagnostic(at: model.file, "the operator set is version \(opset); 7 to 28 are supported"))
    }
    if model.outputs.count != 1 {
      context.report(
        Diagnostic(at: model.file, "the graph has \(model.outputs.count) outputs; 1 is supported"))
    }
  }

  /// The nodes that the outputs need, by position.
  private func liveNodes() -> Set<Int> {
    var makers: [String: Int] = [:]
    for node in context.model.nodes {
      for output in node.outputs where makers[output] == nil && !output.isEmpty { makers[output] = node.index }
    }
    var live: Set<Int> = []
    var pending = context.model.outputs.map(\.name)
    while let name = pending.popLast() {
      if let index = makers[name], live.insert(index).inserted { pending += context.model.nodes[index].inputs }
    }
    return live
  }

  private mutating func finish(_ input: NetworkInput) {
    let model = context.model
    guard let output = model.outputs.first, model.outputs.count == 1 else { return }
    switch context.values[output.name] {
    case .activation(var view)?:
      guard let leaving = context.outputView(view) else { return }
      view = leaving
      let order = AxisOrder(extents: view.factors.map(\.extent), order: view.axes.flatMap { $0 })
      if !order.isIdentity {
        context.notes.append(
          "the output streams by row, column and channel as \(view.shape); the model's own shape is \(view.modelShape)")
      }
      network = Network(
        name: NodeNames.file(model.file), input: input, nodes: context.nodes, output: view.tensor,
        outputOrder: order.isIdentity ? nil : order.simplified, notes: context.notes)
    case .constant?:
      context.report(Diagnostic(at: model.file, "the output '\(output.name)' does not depend on the input"))
    case .unknown?:
      guard context.problems.isEmpty, context.requestedLayout == nil else { return }
      context.report(Diagnostic(at: model.file, "its node does not compute the output '\(output.name)'"))
    case nil:
      context.report(Diagnostic(at: model.file, "the output '\(output.name)' is made by no node"))
    }
  }
}
