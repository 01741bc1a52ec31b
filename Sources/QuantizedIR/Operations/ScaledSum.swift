package import Arithmetic
import BigInt
package import Support

/// The element-wise sum of two tensors, each with its own scale.
///
/// With integers x0, x1 in units of their formats' lowest bits, aligned to the lower of the two:
///
///     t = multiplier[0] * x0 + multiplier[1] * x1 + offset     y = round(t * 2^exponent) within bounds
package struct ScaledSum: OperationLaw {
  static let kind = QuantizedOperation.Kind.scaledSum

  /// Two multipliers and one offset.
  package var affine: Affine
  /// The least result by value, as a code of the output's format.
  package var lowest: UInt32
  /// The greatest one.
  package var highest: UInt32

  /// The sum within bounds.
  package init(affine: Affine, lowest: UInt32, highest: UInt32) {
    self.affine = affine
    self.lowest = lowest
    self.highest = highest
  }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 2, inputs.allSatisfy({ $0.shape == output.shape }) else {
      throw Failure(at: "sum", "its two inputs and its output differ in shape")
    }
    guard affine.multipliers.count == 2, affine.offsets.count == 1 else {
      throw Failure(
        at: "sum",
        "has \(affine.multipliers.count) multipliers and \(affine.offsets.count) offsets; 2 and 1 are expected")
    }
    try affine.check(of: "sum")
    try affine.checkOneLine(of: "sum")
    try output.format.checkBounds(lowest, highest, of: "sum")
    try affine.checkRounding(to: output.format, of: "sum")
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let lsbs = inputs.map { $0.format.number.operandShape.lsb }
    let lsb = min(lsbs[0], lsbs[1])
    let factors = (0..<2).map { BigInt(affine.multipliers[$0]) << (lsbs[$0] - lsb) }
    let bound = zip(inputs, factors).reduce(affine.offsets[0].magnitude) { sum, side in
      sum + side.0.format.largestInteger * side.1.magnitude
    }
    return bound.bitWidth <= 126
      ? narrowKernel(inputs, factors, output.format) : wideKernel(inputs, factors, output.format)
  }

  /// Elements that are added at once.
  private static let part = 1 << 14

  /// For sums that fit 127 bits.
  private func narrowKernel(_ inputs: [TensorType], _ factors: [BigInt], _ output: Format) -> GoldenKernel {
    let decoders = zip(inputs, factors).map { input, factor in
      CodeDecoder<Int128>(input.format) { Int128($0 * factor) }
    }
    let offset = Int128(affine.offsets[0])
    let isShort = decoders.allSatisfy { !$0.table.isEmpty }
    return { [affine, lowest, highest] inputs, _ in
      let (first, second) = (decoders[0].table, decoders[1].table)
      var codes: [UInt32] = []
      codes.reserveCapacity(inputs[0].count)
      // Sums are four times as long as codes: a part at a time.
      for start in stride(from: 0, to: inputs[0].count, by: Self.part) {
        let range = start..<min(start + Self.part, inputs[0].count)
        let (a, b) = (inputs[0][range], inputs[1][range])
        let sums =
          isShort
          ? zip(a, b).map { first[Int($0)] + second[Int($1)] + offset }
          : zip(decoders[0].decode(Array(a)), decoders[1].decode(Array(b))).map { $0 + $1 + offset }
        codes += output.bounded(affine.codes(of: sums, in: output), lowest: lowest, highest: highest)
      }
      return codes
    }
  }

  private func wideKernel(_ inputs: [TensorType], _ factors: [BigInt], _ output: Format) -> GoldenKernel {
    let decoders = zip(inputs, factors).map { input, factor in CodeDecoder<BigInt>(input.format) { $0 * factor } }
    return { [affine, lowest, highest] inputs, _ in
      let codes = zip(decoders[0].decode(inputs[0]), decoders[1].decode(inputs[1])).map { a, b in
        affine.code(of: a + b + affine.offsets[0], in: output)
      }
      return output.bounded(codes, lowest: lowest, highest: highest)
    }
  }
}
