internal import Arithmetic
import BigInt
internal import Kernels
package import QuantizedIR
internal import Support

extension Linear {
  package func run(_ inputs: [[UInt32]], types: [TensorType], output: TensorType, batch: Int) -> [UInt32] {
    let input = types[0]
    let shape = ConvolutionShape(geometry: geometry, input: input.shape, groups: groups, outputs: outputs)
    // The widest integer on the way: a sum, or an activation whose weight is 0.
    let width = max(exactSumWidth(input: input), input.format.largestInteger.bitWidth + 1)
    let exact = accumulator == .exact
    let sums: [Int128]
    if exact && width <= Float.exactBits {
      sums = sumsByBLAS(Float.self, inputs[0], input: input, shape: shape, batch: batch)
    } else if exact && width <= Double.exactBits {
      sums = sumsByBLAS(Double.self, inputs[0], input: input, shape: shape, batch: batch)
    } else if width + affine.multiplierWidth <= 126 && affine.offsetWidth <= 126 {
      sums = sumsByIntegers(Int128.self, inputs[0], input: input, shape: shape, batch: batch)
    } else {
      let wide = sumsByIntegers(BigInt.self, inputs[0], input: input, shape: shape, batch: batch)
      return finish(wide, output: output)
    }
    return finish(sums, output: output)
  }

  private func sumsByBLAS<T: BLASScalar>(
    _ type: T.Type, _ codes: [UInt32], input: TensorType, shape: ConvolutionShape, batch: Int
  ) -> [Int128] {
    let activations = CodeDecoder<T>(input.format) { T(Int64($0)) }
    let sums = convolve(
      activations.decode(codes), batch: batch, shape: shape,
      weights: CodeDecoder<T>(weightFormat) { T(Int64($0)) }.decode(weights.values),
      padding: activations.decode([input.zeroPointCode])[0])
    return sums.map { Int128(Int64($0)) }
  }

  /// The sums product by product, for what BLAS cannot hold exactly and for windows.
  private func sumsByIntegers<T: SignedInteger & Sendable>(
    _ type: T.Type, _ codes: [UInt32], input: TensorType, shape: ConvolutionShape, batch: Int
  ) -> [T] {
    let activations = CodeDecoder<T>(input.format)
    let x = activations.decode(codes)
    let w = CodeDecoder<T>(weightFormat).decode(weights.values)
    let padding = activations.decode([input.zeroPointCode])[0]
    let dropped = sumLsb(input: input) - productLsb(input: input)
    var sums = [T](repeating: 0, count: batch * shape.pixels * outputs)
    shape.forEachPatch(x, batch: batch, padding: padding) { position, group, patch in
      for o in group * shape.outputsPerGroup..<(group + 1) * shape.outputsPerGroup {
        var sum: T = 0
        for term in 0..<shape.terms where patch[term] != 0 {
          sum += (patch[term] * w[o * shape.terms + term]) >> dropped
        }
        sums[position * outputs + o] = wrapped(sum, input: input)
      }
    }
    return sums
  }

  /// A window's sum modulo its width.
  private func wrapped<T: SignedInteger>(_ sum: T, input: TensorType) -> T {
    guard case .window(let msb, _) = accumulator else { return sum }
    let modulus = T(1) << (msb - sumLsb(input: input) + 1)
    let low = sum & (modulus - 1)
    return low >= modulus >> 1 ? low - modulus : low
  }

  private func finish(_ sums: [Int128], output: TensorType) -> [UInt32] {
    let multipliers = affine.multipliers.map { Int128($0) }
    let offsets = affine.offsets.map { Int128($0) }
    var scaled = sums
    for start in stride(from: 0, to: scaled.count, by: outputs) {
      for o in 0..<outputs { scaled[start + o] = scaled[start + o] * multipliers[o] + offsets[o] }
    }
    return bounded(output.format.encode(scaled, exponent: affine.exponent), format: output.format)
  }

  private func finish(_ sums: [BigInt], output: TensorType) -> [UInt32] {
    let codes = sums.enumerated().map { index, sum in
      let t = sum * BigInt(affine.multipliers[index % outputs]) + affine.offsets[index % outputs]
      return output.format.number.encode(Dyadic(t, exponent: affine.exponent))
    }
    return bounded(codes, format: output.format)
  }

  private func bounded(_ codes: [UInt32], format: Format) -> [UInt32] {
    format.bounded(codes, lowest: lowest, highest: highest)
  }
}
