import Import
import NetworkIR
package import Support

/// What a model's file holds, node by node, also where something in it is unsupported.
///
/// Throws when the file is no model at all.
package func inspect(_ model: String) throws(Failure) -> InspectReport {
  let found = try inspectModel(at: model)
  return InspectReport(
    model: found.file, layers: found.layers.map { InspectReport.Layer($0) },
    problems: found.problems.map(\.description), notes: found.network?.notes ?? [])
}

extension InspectReport.Layer {
  init(_ found: LayerInspection) {
    self.init(
      name: found.name, kind: found.kind, inputShape: found.inputShape.isEmpty ? nil : found.inputShape,
      outputShape: found.outputShape.isEmpty ? nil : found.outputShape, macs: found.macs, weights: found.weights,
      problem: found.problem)
  }
}
