internal import Arithmetic
import Datapath
internal import QuantizedIR
internal import Stages
internal import Support

extension ScaledProduct {
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    try chain.queue(lanes: fold.simd)
    // Zero points other than 0 are values of fixed-point formats, of at most 32 bits.
    let zeros = inputs.map { Int($0.zeroInteger) }
    try chain.append(
      "product",
      PairProduct(
        lanes: fold.simd, inputs: inputs.map(\.format), zeros: zeros, affine: affine,
        rounding: Rounding(format: output.format, lowest: lowest, highest: highest)))
  }
}
