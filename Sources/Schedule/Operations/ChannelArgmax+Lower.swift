import Datapath
internal import PipelineIR
internal import QuantizedIR
internal import Stages
internal import Support

extension ChannelArgmax {
  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    try chain.convert(to: gcd(chain.stream.lanes, inputs[0].shape.channels))
    try chain.append(
      "argmax",
      ArgmaxStage(format: inputs[0].format, lanes: chain.stream.lanes, channels: inputs[0].shape.channels))
  }
}
