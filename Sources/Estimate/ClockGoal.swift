internal import Datapath
internal import Foundation
package import PipelineIR
internal import Stages
package import Support
package import Synthesis

/// A clock that a machine is to reach in a device.
package struct ClockGoal: Sendable, Hashable {
  /// In megahertz.
  package var clock: Double
  package var target: SynthesisTarget

  package init(clock: Double, target: SynthesisTarget) {
    self.clock = clock
    self.target = target
  }
}

extension Pipeline {
  /// The same machine with the registers of its compute stages where a clock asks for them, and the longest path of each.
  ///
  /// What it computes is the same; cycles of latency change. Throws where nothing is known of the device's delays.
  package func meeting(_ goal: ClockGoal) throws(Failure) -> (pipeline: Pipeline, paths: [StagePath]) {
    let model = try DelayModel.embedded(goal.target)
    var result = self
    var paths: [StagePath] = []
    for (index, stage) in stages.enumerated() {
      guard let compute = stage.operation as? any ComputeStage else { continue }
      let segments = model.segments(of: compute.datapath.graph, clock: goal.clock)
      let graph = compute.datapath.graph.segmented(into: segments)
      let (cuts, period) = RegisterPlacement(graph, model, clock: goal.clock).run()
      let slices = goal.target.device.map { graph.slices(in: $0) } ?? [:]
      result.stages[index].operation = Pipelined(
        compute, Placement(cuts: Set(cuts), slices: slices, segments: segments))
      paths.append(StagePath(stage: stage.name, layer: stage.layer, nanoseconds: period))
    }
    return (result, paths)
  }
}

/// The longest path of a stage, as the delay model sees it.
package struct StagePath: Sendable, Hashable, Codable {
  package var stage: String
  package var layer: String
  package var nanoseconds: Double
}

extension ClockGoal {
  /// What the stages that miss it need; empty where none does.
  package func misses(of paths: [StagePath]) -> [String] {
    let period = 1000 / clock
    func shown(_ value: Double) -> String { String(format: "%.1f", value) }
    return paths.filter { $0.nanoseconds > period }.sorted { $0.nanoseconds > $1.nanoseconds }.map { path in
      "stage '\(path.stage)' needs \(shown(path.nanoseconds)) ns by the delay model; \(shown(clock)) MHz leave "
        + shown(period)
    }
  }
}

extension DatapathGraph {
  /// Memories that are too deep for one row of blocks, as slices that one block is deep enough for, so that nothing chooses
  /// among blocks, or that as few blocks as possible are chosen among: bits of a slice, by role. Where that takes more than twice as many
  /// blocks they stay whole.
  fileprivate func slices(in device: Device) -> [String: Int] {
    var slices: [String: Int] = [:]
    for case .memory(let memory) in nodes.map(\.operation) {
      let counts = device.blocks(words: memory.words, width: memory.width)
      guard memory.words > device.blockShapes[0].words,
        let index = device.blockShapes.firstIndex(where: { $0.words >= memory.words })
          ?? device.blockShapes.indices.last,
        device.blockShapes[index].width < memory.width, counts[index] <= 2 * (counts.min() ?? 0)
      else { continue }
      slices[memory.role] = device.blockShapes[index].width
    }
    return slices
  }
}
