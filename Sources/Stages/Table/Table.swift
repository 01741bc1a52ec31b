import Arithmetic
package import Datapath
package import PipelineIR
package import Support

extension Table: ComputeStage {
  package static let kind = "table"

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard stream.lanes == lanes, stream.elementWidth == input.width else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(lanes) of \(input.width)")
    }
    guard input.width <= Self.widestInput, entries.values.count >= rows, entries.values.count % rows == 0 else {
      throw misfit(
        "\(entries.values.count) entries for inputs of \(input.width) bits, of which at most \(Self.widestInput)")
    }
    guard tables == 1 || tables % lanes == 0 && stream.wordsPerFrame % slices == 0 else {
      throw misfit("\(tables) tables for \(lanes) lanes and frames of \(stream.wordsPerFrame) words")
    }
    stream.elementWidth = output.width
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: 1) }
  package func model(latency: Int) -> StageModel { ElasticModel(latency: latency, wordsPerResult: 1) }
  package var datapath: StageDatapath { .table(self) }
}
