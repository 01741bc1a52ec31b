package import Support

/// The same codes under another shape; no hardware.
package struct Reshaped: OperationLaw {
  static let kind = QuantizedOperation.Kind.reshaped

  /// There is but one.
  package init() {}

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1, inputs[0].shape.count == output.shape.count, inputs[0].means(output) else {
      throw Failure(at: "reshape", "the shapes differ in size, or the types")
    }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    { inputs, _ in inputs[0] }
  }
}
