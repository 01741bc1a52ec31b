package import Arithmetic
import BigInt
package import Support

/// The element-wise product of two tensors, each with its own scale and zero point.
///
/// With x0, x1 and the zero points z0, z1 as integers in units of their formats' lowest bits:
///
///     t = multiplier * (x0 - z0) * (x1 - z1) + offset     y = round(t * 2^exponent) within bounds
package struct ScaledProduct: OperationLaw {
  static let kind = QuantizedOperation.Kind.scaledProduct

  /// One multiplier and one offset.
  package var affine: Affine
  /// The least result by value, as a code of the output's format.
  package var lowest: UInt32
  /// The greatest one.
  package var highest: UInt32

  /// The product within bounds.
  package init(affine: Affine, lowest: UInt32, highest: UInt32) {
    self.affine = affine
    self.lowest = lowest
    self.highest = highest
  }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 2, inputs.allSatisfy({ $0.shape == output.shape }) else {
      throw Failure(at: "product", "its two inputs and its output differ in shape")
    }
    guard affine.multipliers.count == 1, affine.offsets.count == 1 else {
      throw Failure(
        at: "product",
        "has \(affine.multipliers.count) multipliers and \(affine.offsets.count) offsets; 1 and 1 are expected")
    }
    try affine.check(of: "product")
    try affine.checkOneLine(of: "product")
    try output.format.checkBounds(lowest, highest, of: "product")
    try affine.checkRounding(to: output.format, of: "product")
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let decoders = inputs.map { input in
      let zero = input.zeroInteger
      return CodeDecoder<BigInt>(input.format) { $0 - zero }
    }
    let (multiplier, offset) = (BigInt(affine.multipliers[0]), affine.offsets[0])
    return { [affine, lowest, highest] inputs, _ in
      let codes = zip(decoders[0].decode(inputs[0]), decoders[1].decode(inputs[1])).map { a, b in
        affine.code(of: multiplier * a * b + offset, in: output.format)
      }
      return output.format.bounded(codes, lowest: lowest, highest: highest)
    }
  }
}
