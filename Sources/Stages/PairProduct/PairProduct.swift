import Arithmetic
import BigInt
package import Datapath
package import PipelineIR
package import Support

extension PairProduct: ComputeStage {
  package static let kind = "product"

  package func outputs(of streams: [StreamType]) throws(Failure) -> [StreamType] {
    guard inputs.count == 2, zeros.count == 2, affine.has(channels: 1), affine.below == nil else {
      throw misfit("it takes 2 formats, 2 zero points, 1 multiplier and 1 offset, and no border")
    }
    for i in 0...1 where BigInt(zeros[i]).signedWidth > factorWidth(i) - 1 {
      throw misfit("zero point \(zeros[i]) is no value of \(inputs[i])")
    }
    try affine.checkRounding(to: rounding.format, of: "stage kind '\(Self.kind)'")
    guard affine.multipliersFit else {
      throw misfit("the multiplier does not fit into its width")
    }
    guard scaledWidth <= Self.widestProduct else {
      throw misfit("its products have \(scaledWidth) bits; \(Self.widestProduct) are supported")
    }
    return try StageCheck.pair(Self.kind, streams, lanes: lanes, inputs, to: rounding.format)
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pair(results: 1) }
  package func model(latency: Int) -> StageModel { PairModel(latency: latency - 1) }
  package var datapath: StageDatapath { .product(self) }
}
