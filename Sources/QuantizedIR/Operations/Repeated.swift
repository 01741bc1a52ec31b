package import Support

/// The codes at every index along an axis several times.
package struct Repeated: OperationLaw {
  static let kind = QuantizedOperation.Kind.repeated

  /// The axis along which codes are repeated.
  package var axis: StreamAxis
  /// How often each comes.
  package var factor: Int

  /// Each index `factor` times.
  package init(axis: StreamAxis, factor: Int) {
    self.axis = axis
    self.factor = factor
  }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1 else { throw Failure(at: "repeat", "has \(inputs.count) inputs; 1 is expected") }
    var expected = inputs[0]
    expected.shape = try expected.shape.repeated(along: axis, factor: factor, kind: Self.kind.rawValue)
    if expected != output { throw Failure(at: "repeat", "makes \(output); \(expected) is expected") }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let block = inputs[0].shape.block(axis)
    return { [factor] inputs, _ in repeated(inputs[0], block: block, factor: factor) }
  }
}
