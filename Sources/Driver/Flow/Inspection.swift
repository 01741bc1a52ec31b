internal import Estimate
import Import
import NetworkIR
package import Support

/// What a model's file holds, node by node, and what its hardware takes; also where something in it is unsupported.
///
/// Throws when the file is no model at all.
package func inspect(_ options: InspectOptions, progress: Progress = .silent) throws(Failure) -> InspectReport {
  defer { progress.clear() }
  let found = try inspectModel(at: options.model)
  var problems = found.problems.map(\.description)
  var notes = found.network?.notes ?? []
  var hardware: HardwareReport?
  if problems.isEmpty {
    let entry = try AreaCalibration.embedded().entry(options.target)
    var frontEnd: FrontEnd?
    do throws(Failure) {
      // Scales of other samples change a few bits of constants.
      frontEnd = try FrontEnd(
        model: options.model, plan: options.plan, calibration: "random", samples: 4, progress: progress)
    } catch {
      // What is wrong with the plan is no problem of the model.
      if options.plan != nil { throw error }
      problems += error.diagnostics.map(\.description)
    }
    if let frontEnd {
      progress.show("estimating hardware")
      hardware = try HardwareEstimate(network: frontEnd.quantized, plan: frontEnd.plan, entry: entry)
        .report(targetCycles: options.targetCycles, budget: options.budget)
      notes += frontEnd.notes.filter { !notes.contains($0) && !$0.hasPrefix("ranges come from random") }
      if let hardware, hardware.cyclesPerFrame > HardwareEstimate.mostCycles {
        notes.append("a frame takes so many cycles that windows and FIFOs are listed with their least sizes")
      }
    }
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
