package import Support

/// The codes of tensors of one type, one tensor after another along an axis.
package struct Joined: OperationLaw {
  static let kind = QuantizedOperation.Kind.joined

  /// The axis along which the tensors follow each other.
  package var axis: StreamAxis

  /// Tensors one after another along an axis.
  package init(axis: StreamAxis) { self.axis = axis }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    var expected = output
    expected.shape = try Shape.joined(inputs.map(\.shape), along: axis, kind: Self.kind.rawValue)
    guard expected == output else { throw Failure(at: "join", "makes \(output.shape); \(expected.shape) is expected") }
    for input in inputs {
      expected.shape = input.shape
      guard input == expected else {
        throw Failure(at: "join", "its inputs and its output differ in format, scale or zero point")
      }
    }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let counts = inputs.map { $0.shape.block(axis) * $0.shape[axis] }
    return { inputs, _ in interleaved(inputs, counts: counts) }
  }
}
