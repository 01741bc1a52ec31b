import Arithmetic
package import PipelineIR
package import Support

/// Some words of one stream, then some of another, again and again. Latency 1 cycle.
///
/// More than two streams make a chain of joins.
package struct Join: StageOperation, Hashable {
  package static let kind = "join"

  /// Words of stream 0, and after them of stream 1; each divides the words of its frames, equally often.
  package var counts: [Int]

  package init(counts: [Int]) { self.counts = counts }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    guard inputs.count == 2, counts.count == 2, counts.allSatisfy({ $0 >= 1 && $0 <= 1 << 30 }) else {
      throw misfit("\(inputs.count) streams enter, with \(counts) words at a time; it takes 2 and words of each")
    }
    guard inputs[0].lanes == inputs[1].lanes, inputs[0].elementWidth == inputs[1].elementWidth else {
      throw misfit("its streams have words of \(inputs.map(\.lanes)) lanes of \(inputs.map(\.elementWidth)) bits")
    }
    let words = inputs.map(\.wordsPerFrame)
    guard words[0].isMultiple(of: counts[0]), words[1].isMultiple(of: counts[1]),
      words[0] / counts[0] == words[1] / counts[1]
    else { throw misfit("frames of \(words) words do not divide into parts of \(counts)") }
    var stream = inputs[0]
    stream.wordsPerFrame = words[0] + words[1]
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame + inputs[1].wordsPerFrame }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .turns(counts[0], counts[1]) }
  package func model(inputs: [StreamType]) -> StageModel { JoinModel(counts: counts) }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream(
      "join",
      [("WIDTH", .integer(inputs[0].wordWidth)), ("FIRST", .integer(counts[0])), ("SECOND", .integer(counts[1]))])
  }
}

private final class JoinModel: StageModel {
  private let counts: [Int]
  private var place = 0
  private var held: UInt32 = 0

  init(counts: [Int]) { self.counts = counts }

  private var source: UInt32 { place < counts[0] ? 0b01 : 0b10 }

  override var valid: UInt32 { held }
  override func ready(_ outputReady: UInt32) -> UInt32 { held == 0 || outputReady & 1 == 1 ? source : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    let open = ready(outputReady)
    guard open != 0 else { return }
    held = inputValid & open == 0 ? 0 : 1
    if held == 1 { place = (place + 1) % (counts[0] + counts[1]) }
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    let open = ready(outputReady)
    if open == 0 { return .max }
    if inputValid & open == 0 { return held == 0 ? .max : 1 }
    return held == 0 ? 1 : (place < counts[0] ? counts[0] : counts[0] + counts[1]) - place
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    let open = ready(outputReady)
    guard open != 0 else { return }
    held = inputValid & open == 0 ? 0 : 1
    if held == 1 { place = (place + edges) % (counts[0] + counts[1]) }
  }
}
