import Datapath
import PipelineIR
import StageTools
import Stages
import Support
import Testing

/// Where registers stand decides how long a result takes, never what it is.
@Suite struct PlacementTests {
  @Test(arguments: [UInt64(11), 12])
  func matricesWithRegistersAnywhere(seed: UInt64) throws {
    try check(count: 24, seed: seed) { random in
      var stage = try LinearCases.matrix(&random)
      let matrix = try #require(stage.operation as? Matrix)
      stage.operation = Self.placed(matrix, &random)
      return stage
    }
  }

  @Test func lanesWithRegistersAnywhere() throws {
    try check(count: 24, seed: 13) { random in
      var stage = try LinearCases.lanes(&random)
      let lanes = try #require(stage.operation as? Lanes)
      stage.operation = Self.placed(lanes, &random)
      return stage
    }
  }

  @Test func lintersSayNothing() throws {
    var random = SplitMix64(seed: 14)
    let cases = try (0..<16).map { _ in
      var stage = try LinearCases.matrix(&random)
      let matrix = try #require(stage.operation as? Matrix)
      stage.operation = Self.placed(matrix, &random)
      return stage
    }
    let found = try StageBench.lint(cases)
    #expect(found == "", "\(found)")
  }

  /// None, all, or some of the free boundaries; memories whole or in slices, sums over words whole or in segments.
  private static func placed(_ stage: any ComputeStage, _ random: inout SplitMix64) -> Pipelined {
    let graph = stage.datapath.graph
    let segments = 1 + Int(random.next() % UInt64(graph.mostSegments))
    let all = 0..<graph.segmented(into: segments).freeBoundaries
    let rarity = [0, 1, 2, 4][Int(random.next() % 4)]
    let cuts = all.filter { _ in rarity > 0 && random.next() % UInt64(rarity) == 0 }
    let slice = Int(random.next() % 5)
    return Pipelined(
      stage,
      Placement(
        cuts: Set(cuts), slices: slice == 0 ? [:] : ["weights": slice, "affine": 3 * slice], segments: segments))
  }
}
