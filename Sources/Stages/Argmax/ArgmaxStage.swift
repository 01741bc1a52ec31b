import Arithmetic
package import Datapath
package import PipelineIR
package import Support

extension ArgmaxStage: ComputeStage {
  package static let kind = "argmax"

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    let stream = try single(inputs)
    guard lanes > 0, channels > 0, channels.isMultiple(of: lanes) else {
      throw misfit("\(lanes) lanes do not divide \(channels) channels")
    }
    guard stream.lanes == lanes, stream.elementWidth == format.width, stream.wordsPerFrame.isMultiple(of: slices) else {
      throw misfit(
        "\(stream.wordsPerFrame) words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes pixels "
          + "of \(slices) words of \(lanes) lanes of \(format.width) bits")
    }
    return [StreamType(lanes: 1, elementWidth: indexWidth, wordsPerFrame: stream.wordsPerFrame / slices)]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }

  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: slices) }
  package func model(latency: Int) -> StageModel { ElasticModel(latency: latency, wordsPerResult: slices) }
  package var datapath: StageDatapath { .argmax(self) }
}
