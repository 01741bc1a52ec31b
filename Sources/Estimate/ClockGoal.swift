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
  /// The same machine with registers where a clock asks for them: inside compute stages by their paths, and a register slice
  /// behind every stage whose ready signal would else run on through gates.
  ///
  /// What it computes is the same; cycles of latency are added. Throws where nothing is known of the device's delays.
  package func meeting(_ goal: ClockGoal) throws(Failure) -> (pipeline: Pipeline, paths: [StagePath]) {
    let model = try DelayModel.embedded(goal.target)
    let streams = streams
    var result = self
    var paths: [StagePath] = []
    for (index, stage) in stages.enumerated() {
      guard let compute = stage.operation as? any ComputeStage else { continue }
      let graph = compute.datapath.graph
      let (cuts, period) = RegisterPlacement(graph, model, clock: goal.clock).run()
      let slices = goal.target.device.map { graph.slices(in: $0) } ?? [:]
      result.stages[index].operation = Pipelined(compute, Placement(cuts: Set(cuts), slices: slices))
      paths.append(StagePath(stage: stage.name, layer: stage.layer, nanoseconds: period))
    }
    _ = streams
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
  /// among blocks: bits of a slice, by role. Where that takes more than twice as many blocks they stay whole.
  fileprivate func slices(in device: Device) -> [String: Int] {
    var slices: [String: Int] = [:]
    for case .memory(let memory) in nodes.map(\.operation) {
      func blocks(_ shape: (words: Int, width: Int)) -> Int {
        ((memory.words + shape.words - 1) / shape.words) * ((memory.width + shape.width - 1) / shape.width)
      }
      let least = device.blockShapes.map(blocks).min() ?? 0
      guard memory.words > device.blockShapes[0].words,
        let deep = device.blockShapes.first(where: { $0.words >= memory.words }), deep.width < memory.width,
        blocks(deep) <= 2 * least
      else { continue }
      slices[memory.role] = deep.width
    }
    return slices
  }
}
