import PipelineIR
import StageTools
import Stages
import Support
import Testing

/// The compute stages without weights, in Icarus against the law and the cycle model.
@Suite struct SmallStageTests {
  @Test func maximaEqualTheLaw() throws { try check(count: 25, seed: 11, make: SmallCases.maximum) }
  @Test func argmaxEqualsTheLaw() throws { try check(count: 25, seed: 12, make: SmallCases.argmax) }
  @Test func tablesEqualTheLaw() throws { try check(count: 15, seed: 13, make: SmallCases.table) }
  @Test func sumsEqualTheLaw() throws { try check(count: 40, seed: 14, make: SmallCases.sum) }

  @Test func tablesOfChannelsEqualTheLaw() throws { try check(count: 15, seed: 16, make: SmallCases.channelTables) }
  @Test func productsEqualTheLaw() throws { try check(count: 30, seed: 17, make: SmallCases.product) }

  @Test func searchesEqualTheLaw() throws { try check(count: 25, seed: 18, make: SmallCases.search) }

  @Test func lintersSayNothing() throws {
    var random = SplitMix64(seed: 15)
    var cases: [StageCase] = []
    for _ in 0..<8 {
      cases += [try SmallCases.maximum(&random), try SmallCases.argmax(&random)]
      cases += [try SmallCases.table(&random), try SmallCases.sum(&random)]
      cases += [try SmallCases.channelTables(&random), try SmallCases.product(&random), try SmallCases.search(&random)]
    }
    let found = try StageBench.lint(cases)
    #expect(found == "", "\(found)")
  }
}
