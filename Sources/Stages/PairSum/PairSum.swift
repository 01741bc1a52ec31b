import Arithmetic
package import Datapath
package import PipelineIR
package import Support

extension PairSum: ComputeStage {
  package static let kind = "sum"

  package func outputs(of streams: [StreamType]) throws(Failure) -> [StreamType] {
    guard inputs.count == 2, affine.multipliers.count == 2, affine.offsets.count == 1, affine.below == nil
    else {
      throw misfit("it takes 2 formats, 2 multipliers and 1 offset, and no border")
    }
    try affine.checkRounding(to: rounding.format, of: "stage kind '\(Self.kind)'")
    guard affine.multipliersFit, affine.offsetWidth <= 127
    else {
      throw misfit("a multiplier or the offset does not fit into its width")
    }
    return try StageCheck.pair(Self.kind, streams, lanes: lanes, inputs, to: rounding.format)
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pair(results: 1) }
  package func model(latency: Int) -> StageModel { PairModel(latency: latency - 1) }
  package var datapath: StageDatapath { .sum(self) }
}
