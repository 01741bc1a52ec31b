import Arithmetic
import PipelineIR
import Stages
import Support
import Testing

@Suite struct PipelineTests {
  private func pipeline() throws -> Pipeline {
    let stream = StreamType(lanes: 2, elementWidth: 8, wordsPerFrame: 6)
    let wide = StreamType(lanes: 4, elementWidth: 8, wordsPerFrame: 3)
    let port = { (type: StreamType) in
      Port(
        shape: Shape(channels: 12), format: try Format("fixed<8>"), scale: 0.5, zeroPoint: 0, stream: type)
    }
    return Pipeline(
      name: "p", input: try port(stream), output: try port(wide),
      stages: [
        Stage(name: "a", layer: "l", operation: Skid(), inputs: ["input"], outputs: [stream]),
        Stage(name: "b", layer: "l", operation: Widen(factor: 2), inputs: ["a"], outputs: [wide]),
        Stage(
          name: "c", layer: "m", operation: Window(input: Shape(channels: 12)), inputs: ["b"], outputs: [wide]),
      ], outputStream: "c")
  }

  private func faults(_ change: (inout Pipeline) throws -> Void) throws -> String {
    var changed = try pipeline()
    try change(&changed)
    let failure = #expect(throws: Failure.self) { try changed.verify() }
    return failure?.description ?? ""
  }

  @Test func aSoundPipelinePasses() throws { try pipeline().verify() }

  @Test func theTextFormReadsBack() throws {
    let text = try TextForm.print(try pipeline())
    let read = try TextForm.parse(Pipeline.self, from: text, kinds: StageRegistry.kinds, file: "p.yml")
    try read.verify()
    #expect(try TextForm.print(read) == text)
    #expect(read.stages[2].operation as? Window == Window(input: Shape(channels: 12)))
  }

  @Test func faultsAreNamed() throws {
    #expect(try faults { $0.stages[1].name = "a" }.contains("two stages are named 'a'"))
    #expect(try faults { $0.stages[0].name = "1a" }.contains("'1a' cannot name a stage"))
    #expect(try faults { $0.stages[1].inputs = ["x"] }.contains("reads stream 'x', which no stage before it gives"))
    #expect(try faults { $0.stages[2].inputs = ["a"] }.contains("reads stream 'a', which is already read"))
    #expect(try faults { $0.outputStream = "b" }.contains("nothing reads stream 'c'"))
    #expect(try faults { $0.stages[1].outputs[0].lanes = 3 }.contains("it gives [\"3 words of 4 x 8 bits\"]"))
    #expect(try faults { $0.stages[1].operation = Widen(factor: 4) }.contains("cannot join 6 words a frame by 4"))
    #expect(try faults { $0.input.shape.channels = 13 }.contains("which is not 1x1x13"))
    #expect(try faults { $0.output.format = try Format("fixed<9>") }.contains("its format has 9"))
    #expect(try faults { $0.stages[2].operation = Window(input: Shape(channels: 8)) }.contains("do not hold 1x1x8"))
  }

  @Test func allFaultsAreGivenAtOnce() throws {
    let text = try faults {
      $0.stages[0].name = "1a"
      $0.outputStream = "x"
    }
    #expect(text.contains("'1a'") && text.contains("stream 'x'") && text.contains("nothing reads"))
  }
}
