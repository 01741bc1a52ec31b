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
      stage.operation = Placed(base: matrix, cuts: Self.cuts(of: matrix, stage, &random), words: matrix.slices)
      return stage
    }
  }

  @Test func lanesWithRegistersAnywhere() throws {
    try check(count: 24, seed: 13) { random in
      var stage = try LinearCases.lanes(&random)
      let lanes = try #require(stage.operation as? Lanes)
      stage.operation = Placed(base: lanes, cuts: Self.cuts(of: lanes, stage, &random), words: lanes.taps)
      return stage
    }
  }

  @Test func lintersSayNothing() throws {
    var random = SplitMix64(seed: 14)
    let cases = try (0..<16).map { _ in
      var stage = try LinearCases.matrix(&random)
      let matrix = try #require(stage.operation as? Matrix)
      stage.operation = Placed(base: matrix, cuts: Self.cuts(of: matrix, stage, &random), words: matrix.slices)
      return stage
    }
    let found = try StageBench.lint(cases)
    #expect(found == "", "\(found)")
  }

  /// None, all, or some of the free boundaries.
  private static func cuts(of operation: any StageOperation, _ stage: StageCase, _ random: inout SplitMix64) -> Set<Int>
  {
    guard case .datapath(let datapath) = operation.body(inputs: stage.inputs) else { return [] }
    let all = datapath.graph.freeBoundaries
    switch random.next() % 4 {
    case 0: return []
    case 1: return Set(0..<all)
    default: return Set((0..<all).filter { _ in random.next() % 2 == 0 })
    }
  }
}

/// A stage with its registers placed otherwise.
private struct Placed<Base: StageOperation>: StageOperation {
  static var kind: String { "placed" }

  var base: Base
  var cuts: Set<Int>
  /// Words of a result.
  var words: Int

  func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { try base.outputs(of: inputs) }
  func cyclesPerFrame(inputs: [StreamType]) -> Int { base.cyclesPerFrame(inputs: inputs) }
  func capacity(inputs: [StreamType]) -> StageCapacity { base.capacity(inputs: inputs) }

  func body(inputs: [StreamType]) -> StageBody {
    guard case .datapath(let datapath) = base.body(inputs: inputs) else { return base.body(inputs: inputs) }
    return .datapath(.placed(datapath, cuts: cuts))
  }

  func model(inputs: [StreamType]) -> StageModel {
    guard case .datapath(let datapath) = body(inputs: inputs) else { return base.model(inputs: inputs) }
    return ElasticModel(latency: datapath.graph.latency, wordsPerResult: words)
  }
}
