internal import Arithmetic
import Datapath
internal import QuantizedIR
internal import Stages
internal import Support

extension WindowMaximum {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    .channels(pixels: output.shape.pixels, taps: geometry.taps, channels: output.shape.channels)
  }

  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    let input = inputs[0]
    try chain.convert(to: fold.simd)
    try chain.window(
      geometry, input: input, groups: input.shape.channels / fold.simd, repeats: 1,
      padding: input.format.number.lowestCode)
    try chain.append("maximum", Maximum(format: input.format, lanes: fold.simd, taps: geometry.taps))
  }
}
