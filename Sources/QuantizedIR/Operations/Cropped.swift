package import Support

/// The codes at a range of the indices along an axis; the output's shape says how many.
package struct Cropped: OperationLaw {
  static let kind = QuantizedOperation.Kind.cropped

  /// The axis along which indices are left out.
  package var axis: StreamAxis
  /// The first index that stays.
  package var start: Int

  /// The indices from `start` on.
  package init(axis: StreamAxis, start: Int) {
    self.axis = axis
    self.start = start
  }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1 else { throw Failure(at: "crop", "has \(inputs.count) inputs; 1 is expected") }
    var expected = inputs[0]
    expected.shape = try expected.shape.cropped(
      along: axis, start: start, count: output.shape[axis], kind: Self.kind.rawValue)
    if expected != output { throw Failure(at: "crop", "makes \(output); \(expected) is expected") }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let (shape, block) = (inputs[0].shape, inputs[0].shape.block(axis))
    return { [axis, start] inputs, _ in
      cropped(inputs[0], period: block * shape[axis], first: block * start, count: block * output.shape[axis])
    }
  }
}
