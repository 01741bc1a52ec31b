import PipelineIR
import Support

/// Holds back each word until `words` later ones of the stream have entered; a stand-in for a slow branch.
struct Delay: StageOperation {
  static let kind = "delay"
  var words: Int

  func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { inputs }
  func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  func capacity(inputs: [StreamType]) -> StageCapacity {
    let words = words
    return .stream(gives: { max(0, $0 - words) }, takes: { $0 + words + 1 })
  }
  func model(inputs: [StreamType]) -> StageModel { Model(words: words) }
  func body(inputs: [StreamType]) -> StageBody { .stream("none", []) }

  final class Model: StageModel {
    let words: Int
    private var held = 0
    init(words: Int) { self.words = words }
    override var valid: UInt32 { held > words ? 1 : 0 }
    override func ready(_ outputReady: UInt32) -> UInt32 { held <= words || outputReady == 1 ? 1 : 0 }
    override func clock(inputValid: UInt32, outputReady: UInt32) {
      let entered = inputValid & ready(outputReady) == 1
      if held > words && outputReady == 1 { held -= 1 }
      if entered { held += 1 }
    }
  }
}
