import Arithmetic
import Emit
import Foundation
import PipelineIR
import Stages
import Support
import Testing

/// The README says how a word is read, in numbers of the design's own vectors.
@Suite struct ReadmeWordsTests {
  private func readme(_ edit: (inout Design) throws -> Void = { _ in }) throws -> String {
    var design = try Sample.design()
    try edit(&design)
    let files = try Emitter.files(of: design)
    return try #require(files["README.md"])
  }

  @Test func codesOfWideFormatsAreThoseAtTheBorders() throws {
    #expect(
      try readme().contains(
        "input, `fixed<6,0>`: `000000` is 0.0, `000001` is 1.0, `011111` is 31.0, `100000` is -32.0, `111111` is -1.0"))
  }

  /// Nothing else says that binary 0 is +1, and that a ternary code is none.
  @Test(arguments: [
    ("binary", "`0` is 1.0, `1` is -1.0"), ("ternary", "`00` is 0.0, `01` is 1.0, `10` is no number, `11` is -1.0"),
  ])
  func shortFormatsHaveTheirTable(format: String, table: String) throws {
    let number = try Format(format)
    let stream = StreamType(lanes: 1, elementWidth: number.width, wordsPerFrame: 4)
    let port = Port(shape: Shape(channels: 4), format: number, scale: 1, zeroPoint: 0, stream: stream)
    let skid = Stage(name: "skid", layer: "one", operation: Skid(), inputs: ["input"], outputs: [stream])
    let text = try readme { design in
      design.pipeline = Pipeline(name: "short", input: port, output: port, stages: [skid], outputStream: "skid")
      (design.frames, design.expected) = ([[0, 1, 0, 1]], [[0, 1, 0, 1]])
    }
    #expect(text.contains("output, `\(format)`: \(table)"), "\(text)")
  }

  @Test func aWordIsWorkedOut() throws {
    let text = try readme { design in design.frames[0].replaceSubrange(0..<4, with: [3, 62, 0, 0]) }
    #expect(text.contains("input `00003e03`: lane 0 has code `3` of value 3.0"))
    #expect(text.contains("the element of row 0, column 0, channel 0 is 0.5 * (3.0 - 0) = 1.5"))
    #expect(text.contains("lane 1 has code `3e` of value -2.0: the element of row 0, column 0, channel 1 is"))
    #expect(text.contains("0.5 * (-2.0 - 0) = -1.0"))
  }
}
