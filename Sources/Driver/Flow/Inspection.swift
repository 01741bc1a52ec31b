internal import Estimate
import Import
import NetworkIR
package import Support

/// What a model's file holds, node by node, and what its hardware takes; also where something in it is unsupported.
///
/// Throws when the file is no model at all.
package func inspect(_ options: InspectOptions) throws(Failure) -> InspectReport {
  let found = try inspectModel(at: options.model)
  var problems = found.problems.map(\.description)
  var notes = found.network?.notes ?? []
  var hardware: HardwareReport?
  if problems.isEmpty {
    let entry = try AreaCalibration.embedded().entry(options.target)
    do throws(Failure) {
      // Ranges decide scales, and no area depends on those.
      let frontEnd = try FrontEnd(model: options.model, plan: options.plan, calibration: "random", samples: 4)
      hardware = try HardwareEstimate(network: frontEnd.quantized, plan: frontEnd.plan, entry: entry)
        .report(targetCycles: options.targetCycles, budget: options.budget)
      notes += frontEnd.notes.filter { !notes.contains($0) && !$0.hasPrefix("ranges come from random") }
    } catch { problems += error.diagnostics.map(\.description) }
  }
  return InspectReport(
    model: found.file, layers: found.layers.map { InspectReport.Layer($0) }, hardware: hardware, problems: problems,
    notes: notes)
}

extension InspectReport.Layer {
  init(_ found: LayerInspection) {
    self.init(
      name: found.name, kind: found.kind, inputShape: found.inputShape.isEmpty ? nil : found.inputShape,
      outputShape: found.outputShape.isEmpty ? nil : found.outputShape, macs: found.macs, weights: found.weights,
      problem: found.problem)
  }
}
