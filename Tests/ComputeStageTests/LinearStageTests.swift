import PipelineIR
import StageTools
import Stages
import Support
import Testing

/// Matrix and lane stages in both simulators against the law and the cycle model.
@Suite struct LinearStageTests {
  @Test(arguments: [UInt64(1), 2])
  func matricesEqualTheLaw(seed: UInt64) throws {
    try check(count: 40, seed: seed, make: LinearCases.matrix)
  }

  @Test(arguments: [UInt64(3), 4])
  func lanesEqualTheLaw(seed: UInt64) throws {
    try check(count: 40, seed: seed, make: LinearCases.lanes)
  }

  @Test func verilatorAgrees() throws {
    let makes = [
      LinearCases.matrix, LinearCases.lanes, LinearCases.matrix, SmallCases.sum, SmallCases.maximum,
      SmallCases.argmax, SmallCases.table,
    ]
    var next = 0
    try check(count: 21, seed: 6, simulator: .verilator) { random in
      defer { next += 1 }
      return try makes[next % makes.count](&random)
    }
  }

  @Test func lintersSayNothing() throws {
    var random = SplitMix64(seed: 5)
    var cases: [StageCase] = []
    for _ in 0..<20 { cases += [try LinearCases.matrix(&random), try LinearCases.lanes(&random)] }
    let found = try StageBench.lint(cases)
    #expect(found == "", "\(found)")
  }
}

/// Simulates random cases and expects each to equal its reference, words and cycles, to the end.
func check(
  count: Int, seed: UInt64, simulator: StageBench.Simulator = .icarus, make: (inout SplitMix64) throws -> StageCase
) throws {
  print("seed \(seed)")
  var random = SplitMix64(seed: seed)
  var cases: [StageCase] = []
  for _ in 0..<count { cases.append(try make(&random)) }
  for stage in cases {
    let outputs = try stage.operation.outputs(of: stage.inputs)
    #expect(outputs.map { $0.wordsPerFrame * 2 } == stage.expected.map(\.count))
    #expect(stage.isComplete, "\(stage.name)")
  }
  let result = try StageBench.run(cases, in: simulator)
  #expect(result.differences == [])
  #expect(result.words == cases.reduce(0) { $0 + $1.expected.reduce(0) { $0 + $1.count } } && result.words > 0)
}
