import Arithmetic
package import Datapath
package import PipelineIR
package import Support

extension Maximum: ComputeStage {
  package static let kind = "maximum"

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard taps > 0, stream.lanes == lanes, stream.elementWidth == format.width else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(taps) of \(lanes) lanes of "
          + "\(format.width) bits")
    }
    guard stream.wordsPerFrame.isMultiple(of: taps) else {
      throw misfit("\(stream.wordsPerFrame) words a frame are no windows of \(taps) taps")
    }
    stream.wordsPerFrame /= taps
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }

  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: taps) }
  package func model(latency: Int) -> StageModel { ElasticModel(latency: latency, wordsPerResult: taps) }
  package var datapath: StageDatapath { .maximum(self) }
}
