import Arithmetic
import Datapath
import PipelineIR
import Stages
import Synthesis
import Testing

@testable import Estimate

/// Where a clock puts registers.
@Suite struct RegisterPlacementTests {
  /// The compute stages that areas are calibrated with: all kinds, many formats.
  private static func graphs() throws -> [(name: String, graph: DatapathGraph)] {
    try CalibrationStage.all().compactMap { stage in
      (stage.operation as? any ComputeStage).map { (stage.name, $0.datapath.graph) }
    }
  }

  private static func boundaries(_ graph: DatapathGraph) -> (all: Int, fixed: Int) {
    let boundaries = graph.elements.compactMap { element -> DatapathGraph.Boundary? in
      if case .boundary(let boundary) = element { boundary } else { nil }
    }
    return (boundaries.count, boundaries.count { $0.isFixed && $0.isCut })
  }

  @Test func aSlowClockTakesNoRegisterThatIsFree() throws {
    let model = try DelayModel.embedded(.ecp5large)
    for (name, graph) in try Self.graphs() {
      let (cuts, period) = RegisterPlacement(graph, model, clock: 1).run()
      #expect(cuts.isEmpty && period < 1000, "\(name): \(cuts), \(period) ns")
    }
  }

  @Test func fasterClocksTakeMoreRegistersAndShorterPaths() throws {
    let model = try DelayModel.embedded(.ecp5large)
    for (name, graph) in try Self.graphs() {
      let ways = [20, 60, 100, 140].map { RegisterPlacement(graph, model, clock: $0).run() }
      for (slow, fast) in zip(ways, ways.dropFirst()) {
        #expect(fast.cuts.count >= slow.cuts.count && fast.period <= slow.period + 1e-9, "\(name)")
      }
      for (way, clock) in zip(ways, [20.0, 60, 100, 140]) where way.period <= 1000 / clock {
        // One register less would not do: the count is the least of all sets that meet the period.
        let fewer = Self.least(graph, model, clock)
        #expect(
          fewer.map { $0 == way.cuts.count } ?? true, "\(name) at \(clock) MHz: \(way.cuts.count), \(fewer ?? -1)")
      }
    }
  }

  /// The least number of registers with which no path is too long, by looking at all sets; nil where there are many.
  private static func least(_ graph: DatapathGraph, _ model: DelayModel, _ clock: Double) -> Int? {
    let free = graph.freeBoundaries
    guard free <= 8 else { return nil }
    let sets = (0..<1 << free).sorted { $0.nonzeroBitCount < $1.nonzeroBitCount }
    return sets.first { set in
      // With everything else fixed the only way left is this one.
      let cuts = (0..<free).filter { set >> $0 & 1 == 1 }
      return RegisterPlacement(graph, model, clock: clock).period(cuts) <= 1000 / clock
    }?.nonzeroBitCount
  }

  @Test func everyDeviceWithAClockHasDelays() throws {
    for target in SynthesisTarget.timed {
      let model = try DelayModel.embedded(target)
      #expect(model.register > 0 && model.level > 0 && model.memory > 0)
      #expect((model.product == 0) == (target == .ice40hx8k))
    }
    #expect(throws: (any Error).self) { try DelayModel.embedded(.asic) }
  }
}
