internal import Arithmetic
package import QuantizedIR
package import Support

extension Argmax: QuantizableOperation {
  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .channelArgmax(ChannelArgmax())
  }

  /// The type of an index into `channels` channels.
  package static func indexType(channels: Int, shape: Shape) -> TensorType {
    let width = max(1, Int.bitWidth - (channels - 1).leadingZeroBitCount)
    return TensorType(shape: shape, format: Format(UnsignedFixedFormat(width: width)))
  }
}
