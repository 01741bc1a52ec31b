import Datapath
internal import QuantizedIR
internal import Stages
internal import Support

extension ScaledSum {
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    try chain.queue(lanes: fold.simd)
    try chain.append(
      "sum",
      PairSum(
        lanes: fold.simd, inputs: inputs.map(\.format), affine: affine,
        rounding: Rounding(format: output.format, lowest: lowest, highest: highest)))
  }
}
