import Arithmetic
package import Datapath
package import PipelineIR
package import Support

extension Search: ComputeStage {
  package static let kind = "search"

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard stream.lanes == lanes, stream.elementWidth == input.width, input.number is any FixedPointFormat else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(lanes) of \(input)")
    }
    guard codes.shape.count == 2, tables > 0, levels > 0, codes.shape[1] == 1 << levels,
      thresholds.shape == [tables, codes.shape[1] - 1]
    else { throw misfit("thresholds of \(thresholds.shape) and codes of \(codes.shape)") }
    guard tables == 1 || tables % lanes == 0 && stream.wordsPerFrame % slices == 0 else {
      throw misfit("\(tables) tables for \(lanes) lanes and frames of \(stream.wordsPerFrame) words")
    }
    stream.elementWidth = output.width
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: 1) }
  package func model(latency: Int) -> StageModel { ElasticModel(latency: latency, wordsPerResult: 1) }
  package var datapath: StageDatapath { .search(self) }
}
