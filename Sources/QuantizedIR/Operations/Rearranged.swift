package import Support

/// The same codes in another order, and under any shape.
package struct Rearranged: OperationLaw {
  static let kind = QuantizedOperation.Kind.rearranged

  /// Of all elements of the tensor, in streaming order.
  package var order: AxisOrder

  /// Elements in that order.
  package init(order: AxisOrder) { self.order = order }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1 else { throw Failure(at: "rearrange", "has \(inputs.count) inputs; 1 is expected") }
    var expected = inputs[0]
    expected.shape = try expected.shape.rearranged(by: order, as: output.shape, kind: Self.kind.rawValue)
    if expected != output { throw Failure(at: "rearrange", "makes \(output); \(expected) is expected") }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    { [order] inputs, _ in order.apply(inputs[0]) }
  }
}
