internal import Arithmetic
package import Support

/// A constant code before, between and after the codes along an axis: index i comes to place `before + i * step`.
package struct Padded: OperationLaw {
  static let kind = QuantizedOperation.Kind.padded

  /// The axis along which codes are added.
  package var axis: StreamAxis
  /// Codes in front of the first.
  package var before: Int
  /// From one code of the input to the next; 1 where nothing comes between.
  package var step: Int
  /// Codes behind the last.
  package var after: Int
  /// The code that is added.
  package var code: UInt32

  /// A padding along one axis.
  package init(axis: StreamAxis, before: Int, step: Int, after: Int, code: UInt32) {
    self.axis = axis
    self.before = before
    self.step = step
    self.after = after
    self.code = code
  }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1 else { throw Failure(at: "pad", "has \(inputs.count) inputs; 1 is expected") }
    var expected = inputs[0]
    expected.shape = try expected.shape.padded(
      along: axis, before: before, step: step, after: after, kind: Self.kind.rawValue)
    if expected != output { throw Failure(at: "pad", "makes \(output); \(expected) is expected") }
    guard UInt64(code) < 1 << UInt64(output.format.width), output.format.number.hasValue(code),
      step == 1 || axis != .channels
    else {
      throw Failure(at: "pad", "code \(code) is none of \(output.format), or channels are spread")
    }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let shape = inputs[0].shape
    return { [self] inputs, _ in
      spread(
        inputs[0], block: shape.block(axis), extent: shape[axis], before: before, step: step, after: after, value: code)
    }
  }
}
