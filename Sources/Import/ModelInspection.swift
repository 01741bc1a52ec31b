import Layers
package import NetworkIR
package import ONNX
package import Support

/// What a model's file holds, node by node, also where it cannot be imported.
package struct ModelInspection: Sendable {
  /// The file's name without its folder.
  package var file: String
  /// Nil where the input has a problem.
  package var input: NetworkInput?
  /// One for each node of the file, in its order.
  package var layers: [LayerInspection]
  /// Everything that stands in the way of compiling the model.
  package var problems: [Diagnostic]
  /// The imported network; nil where there are problems.
  package var network: Network?

  /// Multiply-accumulates for one inference, of the nodes that are supported.
  package var macs: Int { saturatingSum(layers.map(\.macs)) }
  /// Weights and other constants in elements, of the nodes that are supported.
  package var weights: Int { saturatingSum(layers.map(\.weights)) }
}

/// One node of a model's file.
package struct LayerInspection: Codable, Sendable, Hashable {
  /// The node's name, or one made of its operator.
  package var name: String
  /// The operator, for example `Conv`.
  package var kind: String
  /// Height, width and channels as they stream; empty where they are not known or the node is a constant's.
  package var inputShape: [Int]
  /// Dimensions without the batch.
  package var outputShape: [Int]
  /// Multiply-accumulates for one inference.
  package var macs: Int
  /// Constants in elements.
  package var weights: Int
  /// Whether it can be imported.
  package var supported: Bool
  /// Why it cannot; nil where it can.
  package var problem: String?

  private enum CodingKeys: String, CodingKey {
    case name, kind, macs, weights, supported, problem
    case inputShape = "input_shape"
    case outputShape = "output_shape"
  }
}

/// Looks into an ONNX file; throws only where it is no model at all.
package func inspectModel(at path: String) throws(Failure) -> ModelInspection {
  inspectModel(try ONNXModel.load(path))
}

/// Looks into a model that is in memory already.
package func inspectModel(_ model: ONNXModel) -> ModelInspection {
  let importer = Importer(model)
  var problems = importer.problems
  var network: Network?
  if problems.isEmpty {
    do throws(Failure) {
      network = try importer.network.map { network throws(Failure) in try PassList.run(on: network, of: model.file) }
    } catch { problems = error.diagnostics }
  }
  return ModelInspection(
    file: model.file, input: importer.input, layers: importer.inspections, problems: problems,
    network: network)
}

extension Importer {
  /// What each step tells of its node.
  fileprivate var inspections: [LayerInspection] {
    var shapes = Dictionary(context.nodes.map { ($0.name, $0.shape) }) { first, _ in first }
    if let input { shapes[input.name] = input.shape }
    return steps.map { inspection($0, shapes) }
  }

  private func inspection(_ step: Step, _ shapes: [String: Shape]) -> LayerInspection {
    let made = Array(context.nodes[step.made])
    let macs = made.map { node in
      node.operation.multiplyAccumulates(inputs: node.inputs.compactMap { shapes[$0] }, output: node.shape)
    }
    return LayerInspection(
      name: step.node.label, kind: step.node.kind, inputShape: extents(step.node.inputs),
      outputShape: extents(step.node.outputs), macs: saturatingSum(macs),
      weights: saturatingSum(made.map(\.operation.parameterCount)), supported: step.problem == nil,
      problem: step.problem?.message)
  }

  /// The extents of the first of the values that the network computes.
  private func extents(_ names: [String]) -> [Int] {
    for name in names {
      if case .activation(let view)? = context.values[name] {
        return [view.shape.height, view.shape.width, view.shape.channels]
      }
    }
    return []
  }
}

/// The sum, or the largest integer where it is larger.
private func saturatingSum(_ values: [Int]) -> Int {
  values.reduce(0) { sum, value in
    let (result, overflow) = sum.addingReportingOverflow(value)
    return overflow ? .max : result
  }
}
