internal import Arithmetic
package import QuantizedIR
package import Support

/// The index of the largest channel by value, the lowest of equals.
package struct ChannelArgmax: QuantizedOperation, Hashable {
  package static let kind = "channel-argmax"

  package init() {}

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1, inputs[0].shape.pixels == output.shape.pixels, output.shape.channels == 1 else {
      throw Failure(at: "argmax", "makes \(output.shape); one channel is expected")
    }
  }

  package func run(_ inputs: [[UInt32]], types: [TensorType], output: TensorType, batch: Int) -> [UInt32] {
    let channels = types[0].shape.channels
    let number = types[0].format.number
    return stride(from: 0, to: inputs[0].count, by: channels).map { start in
      let orders = inputs[0][start..<start + channels].map { number.order(of: $0) }
      return UInt32(orders.indices.max { orders[$0] < orders[$1] || (orders[$0] == orders[$1] && $0 > $1) } ?? 0)
    }
  }
}
