import Arithmetic
import Datapath
import PipelineIR
import RTL
import StageTools
import Stages
import Support
import Testing

/// Text forms, checks and sizes of the compute stages.
@Suite struct StageTextTests {
  @Test func textFormsReadBack() throws {
    var random = SplitMix64(seed: 21)
    func pipelined(_ random: inout SplitMix64) throws -> StageCase {
      var stage = try LinearCases.matrix(&random)
      let matrix = try #require(stage.operation as? Matrix)
      stage.operation = Pipelined(
        matrix, Placement(cuts: [0, 2], slices: ["weights": 3], segments: matrix.datapath.graph.mostSegments))
      return stage
    }
    for _ in 0..<5 {
      for make in [
        LinearCases.matrix, LinearCases.lanes, SmallCases.maximum, SmallCases.table, SmallCases.sum, pipelined,
      ] {
        let stage = try make(&random)
        let outputs = try stage.operation.outputs(of: stage.inputs)
        let printed = try TextForm.print(
          Stage(name: "s", layer: "l", operation: stage.operation, inputs: ["input"], outputs: outputs))
        let parsed = try TextForm.parse(Stage.self, from: printed, kinds: StageRegistry.kinds, file: "test")
        #expect(try TextForm.print(parsed) == printed)
        let again = parsed.operation.hardware(name: "again", inputs: stage.inputs)
        #expect(again.modules == stage.operation.hardware(name: "again", inputs: stage.inputs).modules)
      }
    }
  }

  @Test func registersOutsideOfTheDatapathAreRefused() throws {
    var random = SplitMix64(seed: 23)
    let stage = try LinearCases.matrix(&random)
    let matrix = try #require(stage.operation as? Matrix)
    let boundaries = matrix.datapath.graph.freeBoundaries
    let expected = try matrix.outputs(of: stage.inputs)
    #expect(try Pipelined(matrix, Placement(cuts: [0, boundaries - 1])).outputs(of: stage.inputs) == expected)
    for wrong in [
      Placement(cuts: [boundaries]), Placement(cuts: [-1]), Placement(cuts: [], slices: ["weights": 0]),
      Placement(cuts: [], segments: 0), Placement(cuts: [], segments: matrix.datapath.graph.mostSegments + 1),
    ] {
      #expect(throws: Failure.self) { try Pipelined(matrix, wrong).outputs(of: stage.inputs) }
    }
  }

  @Test func misfitsAreRefused() throws {
    var random = SplitMix64(seed: 22)
    let stage = try LinearCases.matrix(&random)
    var matrix = try #require(stage.operation as? Matrix)
    #expect(throws: Failure.self) { try matrix.outputs(of: []) }
    var narrow = stage.inputs
    narrow[0].lanes += 1
    #expect(throws: Failure.self) { try matrix.outputs(of: narrow) }
    matrix.arithmetic.affine.multipliers[0] = 1 << 40
    #expect(throws: Failure.self) { try matrix.outputs(of: stage.inputs) }
    matrix = try #require(stage.operation as? Matrix)
    matrix.simd = matrix.inputsPerOutput + 1
    #expect(throws: Failure.self) { try matrix.outputs(of: stage.inputs) }
  }
}
