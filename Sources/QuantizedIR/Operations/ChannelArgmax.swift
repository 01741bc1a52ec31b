internal import Arithmetic
package import Support

/// The index of the largest channel by value, the lowest of equals.
package struct ChannelArgmax: OperationLaw {
  static let kind = QuantizedOperation.Kind.channelArgmax

  /// There is but one.
  package init() {}

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1, inputs[0].shape.pixels == output.shape.pixels, output.shape.channels == 1 else {
      throw Failure(at: "argmax", "makes \(output.shape); one channel is expected")
    }
    guard inputs[0].shape.channels - 1 <= Int(output.format.number.codeMask) else {
      throw Failure(at: "argmax", "\(output.format) holds no index of \(inputs[0].shape.channels) channels")
    }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let channels = inputs[0].shape.channels
    let orders = CodeOrders(inputs[0].format)
    return { inputs, _ in
      let keys = orders.keys(inputs[0])
      return stride(from: 0, to: keys.count, by: channels).map { start in
        UInt32(
          (0..<channels).reduce(0) { best, index in keys[start + index] >> 32 > keys[start + best] >> 32 ? index : best
          })
      }
    }
  }
}
