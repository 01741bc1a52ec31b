import Datapath
internal import QuantizedIR
internal import Stages
internal import Support

extension StepTable {
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    try chain.convert(to: fold.simd)
    try chain.append(
      "search",
      Search(
        lanes: fold.simd, input: inputs[0].format, output: output.format, thresholds: thresholds, codes: codes))
  }
}
